"""Codes and the words behind them."""

import csv
from pathlib import Path

import pytest

from alongside.exchange.cin.codes import LISTS, CodeList, label, plain, words


@pytest.mark.parametrize("of", CodeList)
def test_every_list_has_words_for_every_code_and_says_where_it_is_from(of: CodeList) -> None:
    assert len(words(of)) >= 2
    for code, known in words(of).items():
        assert code == code.strip() != ""
        assert known.label.strip()
        assert known.plain.strip()
    assert (LISTS / f"{of}.tsv").read_text().startswith("# From the Department for Education")


def test_every_file_of_codes_is_a_list_and_has_no_code_twice() -> None:
    for path in LISTS.glob("*.tsv"):
        rows = list(csv.reader(path.read_text().splitlines()[2:], delimiter="\t"))
        assert len({row[0] for row in rows}) == len(rows) == len(words(CodeList(path.stem)))


@pytest.mark.parametrize(
    ("of", "size"),
    [
        (CodeList.REFERRAL_SOURCE, 22),
        (CodeList.PRIMARY_NEED, 10),
        (CodeList.CLOSURE_REASON, 9),
        (CodeList.ASSESSMENT_FACTOR, 44),
        (CodeList.CATEGORY_OF_ABUSE, 5),
        (CodeList.ETHNICITY, 20),
        (CodeList.DISABILITY, 13),
    ],
)
def test_the_lists_are_whole(of: CodeList, size: int) -> None:
    assert len(words(of)) == size


def test_a_known_code_shows_its_words_with_the_code_beside_them() -> None:
    assert plain(CodeList.REFERRAL_SOURCE, "6") == "Police (6)"
    assert label(CodeList.PRIMARY_NEED, "N5") == "Family dysfunction"
    assert plain(CodeList.PRIMARY_NEED, "N5") == "The family finding things hard (N5)"


def test_yes_and_no_need_no_code() -> None:
    assert plain(CodeList.YES_NO, "true") == "Yes"


@pytest.mark.parametrize("code", ["99", "", "RB", "n5", "A\tB"])
def test_a_code_that_we_do_not_know_shows_as_itself(code: str) -> None:
    assert plain(CodeList.REFERRAL_SOURCE, code) == code
    assert label(CodeList.REFERRAL_SOURCE, code) == code


def test_the_lists_come_with_the_package() -> None:
    assert Path(__file__).parent.parent in LISTS.parents
