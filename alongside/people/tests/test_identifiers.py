"""Identifiers: one spelling each, and what cannot be one is refused."""

import pytest

from alongside.people.identifiers import (
    NHS_NUMBER,
    UPN,
    BadIdentifier,
    la_child_id,
    normalised,
    shown,
    upn_check_letter,
)

NORTHMERE = la_child_id("northmere")


@pytest.mark.parametrize(
    ("system", "written", "spelling"),
    [
        (NHS_NUMBER, "9990000018", "9990000018"),
        (NHS_NUMBER, " 999 000 0018 ", "9990000018"),
        (NHS_NUMBER, "999-000-0026", "9990000026"),
        (NHS_NUMBER, "9990000050", "9990000050"),  # 11 stands for 0
        (UPN, "D201200020001", "D201200020001"),
        (UPN, " d201200020001 ", "D201200020001"),
        (NORTHMERE, "  DfEX0000001\n", "DfEX0000001"),
        (NORTHMERE, "dfex0000001", "dfex0000001"),
    ],
)
def test_an_identifier_has_one_spelling(system: str, written: str, spelling: str) -> None:
    assert normalised(system, written) == spelling


@pytest.mark.parametrize(
    ("system", "written"),
    [
        (NHS_NUMBER, "9990000019"),  # a mistyped check digit
        (NHS_NUMBER, "9990000081"),  # two digits swapped
        (NHS_NUMBER, "999000001"),
        (NHS_NUMBER, "99900000180"),
        (NHS_NUMBER, "９９９００００１８"),
        (NHS_NUMBER, ""),
        (UPN, "A201200020001"),  # another check letter
        (UPN, "D201200020010"),
        (UPN, "I201200020001"),  # I, O and S are not used
        (UPN, "D20120002000"),
        (UPN, ""),
        (NORTHMERE, "   "),
        (NORTHMERE, "x" * 65),
        (NORTHMERE, "a\x00b"),
        ("la-child-id", "1"),  # of which council?
        ("nhs-number:northmere", "9990000018"),
        ("shoe-size", "39"),
    ],
)
def test_what_cannot_be_one_is_refused_without_repeating_it(system: str, written: str) -> None:
    with pytest.raises(BadIdentifier) as refused:
        normalised(system, written)
    assert not written.strip() or written.strip() not in str(refused.value)


@pytest.mark.parametrize("stem", ["999000014", "999000028"])
def test_an_nhs_number_whose_check_digit_would_be_ten_is_never_issued(stem: str) -> None:
    assert not any(spells(NHS_NUMBER, f"{stem}{digit}") for digit in range(10))


def test_a_temporary_upn_ends_in_a_letter() -> None:
    rest = "20120002000A"
    assert normalised(UPN, upn_check_letter(rest) + rest).endswith("A")


def test_an_nhs_number_is_shown_in_groups() -> None:
    assert shown(NHS_NUMBER, "9990000018") == "999 000 0018"
    assert shown(UPN, "D201200020001") == "D201200020001"


def spells(system: str, value: str) -> bool:
    try:
        normalised(system, value)
    except BadIdentifier:
        return False
    return True
