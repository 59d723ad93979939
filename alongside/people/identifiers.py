"""Identifiers that other systems gave a person: their names, and one spelling for each. Pure."""

import re
from collections.abc import Callable

NHS_NUMBER = "nhs-number"
UPN = "upn"
LA_CHILD_ID = "la-child-id"

UPN_ALPHABET = "ABCDEFGHJKLMNPQRTUVWXYZ"
UPN_SHAPE = re.compile(rf"[{UPN_ALPHABET}][0-9]{{11}}[0-9{UPN_ALPHABET}]")
LONGEST_LOCAL = 64


class BadIdentifier(ValueError):
    """The value cannot be an identifier of that system. The sentence never repeats the value."""


def la_child_id(agency_slug: str) -> str:
    """The system of one council's own child ids: two councils may use the same number."""
    return f"{LA_CHILD_ID}:{agency_slug}"


def is_local(system: str) -> bool:
    """Whether the system is one council's own numbering."""
    return system.startswith(f"{LA_CHILD_ID}:")


def normalised(system: str, value: str) -> str:
    """The one spelling under which an identifier is looked up. Raises BadIdentifier."""
    kind, _, slug = system.partition(":")
    spell = SPELLINGS.get(kind)
    if spell is None or (kind == LA_CHILD_ID) != bool(slug):
        raise BadIdentifier("We do not know this kind of identifier.")
    return spell(value)


def shown(system: str, value: str) -> str:
    """How a normalised identifier is written for people: an NHS number in groups of 3, 3 and 4."""
    if system == NHS_NUMBER:
        return f"{value[:3]} {value[3:6]} {value[6:]}"
    return value


def spell_nhs_number(value: str) -> str:
    digits = re.sub(r"[\s-]", "", value)
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise BadIdentifier("An NHS number has 10 digits.")
    weighted = sum(
        int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)
    )
    # 11 stands for 0; 10 is never issued, and equals no digit.
    if (11 - weighted % 11) % 11 != int(digits[9]):
        raise BadIdentifier("This NHS number has a mistyped digit.")
    return digits


def spell_upn(value: str) -> str:
    upn = "".join(value.split()).upper()
    if not UPN_SHAPE.fullmatch(upn):
        raise BadIdentifier("A UPN is a letter, 11 digits, and a digit or a letter.")
    if upn[0] != upn_check_letter(upn[1:]):
        raise BadIdentifier("This UPN has a mistyped character.")
    return upn


def upn_check_letter(rest: str) -> str:
    """The first letter that belongs to the other twelve characters of a UPN."""
    weighted = sum(
        (int(mark) if mark.isdigit() else UPN_ALPHABET.index(mark)) * place
        for place, mark in enumerate(rest, start=2)
    )
    return UPN_ALPHABET[weighted % len(UPN_ALPHABET)]


def spell_local(value: str) -> str:
    local = value.strip()
    if not local or len(local) > LONGEST_LOCAL or not local.isprintable():
        raise BadIdentifier(f"A local identifier has 1 to {LONGEST_LOCAL} characters.")
    return local


SPELLINGS: dict[str, Callable[[str], str]] = {
    NHS_NUMBER: spell_nhs_number,
    UPN: spell_upn,
    LA_CHILD_ID: spell_local,
}
