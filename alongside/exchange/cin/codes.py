"""The words behind the codes of a census return. A code we do not know shows as itself."""

import csv
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

LISTS = Path(__file__).parent / "codes"


class CodeList(StrEnum):
    """Each is a file in `codes/`: code, official label (shortened), plain words."""

    REFERRAL_SOURCE = "referral_source"
    PRIMARY_NEED = "primary_need"
    CLOSURE_REASON = "closure_reason"
    ASSESSMENT_FACTOR = "assessment_factor"
    CATEGORY_OF_ABUSE = "category_of_abuse"
    SEX = "sex"
    UPN_UNKNOWN = "upn_unknown"
    ETHNICITY = "ethnicity"
    DISABILITY = "disability"
    YES_NO = "yes_no"


class Words(NamedTuple):
    label: str
    plain: str


@cache
def words(of: CodeList) -> dict[str, Words]:
    """A whole code list, in its own order."""
    with (LISTS / f"{of}.tsv").open(encoding="utf-8", newline="") as lines:
        told = (line for line in lines if not line.startswith("#"))
        rows = csv.DictReader(told, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["code"]: Words(row["label"], row["plain"]) for row in rows}


def label(of: CodeList, code: str) -> str:
    """The official words, for workers and returns."""
    known = words(of).get(code)
    return code if known is None else known.label


def plain(of: CodeList, code: str) -> str:
    """Plain and respectful words, for everybody, with the code beside them."""
    known = words(of).get(code)
    if known is None or of is CodeList.YES_NO:
        return code if known is None else known.plain
    return f"{known.plain} ({code})"
