"""Our list, and an area's on top: a broken line is named and stops nothing."""

import os
from pathlib import Path

import pytest

from alongside.language.check import check
from alongside.language.wordlist import OURS, For, parsed, read, words


def test_our_list_holds_all_pairs_and_every_line_is_sound() -> None:
    ours = words()
    assert ours.faults == ()
    by_audience = [sum(word.audience is one for word in ours.words) for one in For]
    assert (len(ours.words), by_audience) == (164, [72, 64, 28])


def test_every_word_of_ours_is_found_as_it_is_written() -> None:
    ours = words()
    silent = [
        word.term
        for word in ours.words
        if not check("the " + " ".join(word.phrases[0]), audience=word.audience).findings
    ]
    assert not silent


def test_an_area_changes_adds_and_takes_away(tmp_path: Path) -> None:
    area = tmp_path / "words.tsv"
    area.write_text(
        "# what our youth council asked for\n"
        "audience\tterm\tkinder\twhy\n"
        "children\tContact\tseeing your people\tthey said so\n"
        "both\tTier 4\ta hospital for young people\n"
        "both\treview\t-\n"
    )
    theirs = words(area)
    assert theirs.faults == ()
    text = "Contact, tier 4 and a review of a placement."
    found = check(text, audience=For.CHILDREN, words=theirs).findings
    assert [(one.written, one.kinder) for one in found] == [
        ("Contact", ("seeing your people",)),
        ("tier 4", ("a hospital for young people",)),
        ("placement", ("home", "where you live now")),
    ]


def test_a_broken_line_is_named_in_one_sentence_and_the_rest_counts() -> None:
    made = parsed(
        "children\tcontact\n"
        "nobody\tcontact\tseeing family\n"
        "both\tcontact\t\n"
        "both\t / \tx\n"
        "both\ttier 4\ta hospital\n",
        name="words.tsv",
    )
    assert [word.term for word in made.words] == ["tier 4"]
    assert made.faults == (
        "Line 1 of words.tsv is left out: it needs who it is for, a word and kinder words, with a tab between.",
        "Line 2 of words.tsv is left out: it must start with children, adults or both.",
        "Line 3 of words.tsv is left out: it has no kinder words.",
        "Line 4 of words.tsv is left out: it has no word to look for.",
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("contact".encode("utf-16"), "words.tsv is left out: save it as text in UTF-8."),
        (b"x" * 1_000_001, "words.tsv is left out: it is larger than a list of words is."),
    ],
)
def test_a_file_that_is_none_of_ours_is_named_and_left_out(
    tmp_path: Path, content: bytes, said: str
) -> None:
    area = tmp_path / "words.tsv"
    area.write_bytes(content)
    assert words(area).faults == (said,)
    assert len(words(area).words) == len(read(OURS).words)


def test_a_file_is_read_anew_when_it_changes_and_forgotten_when_it_goes(tmp_path: Path) -> None:
    area = tmp_path / "words.tsv"
    assert len(words(area).words) == 164
    area.write_text("both\ttier 4\ta hospital\n")
    assert len(words(area).words) == 165
    area.write_text("both\ttier 4\ta hospital\nboth\ttier 3\ta team\n")
    os.utime(area, ns=(1, 2))
    assert len(words(area).words) == 166
    area.unlink()
    assert len(words(area).words) == 164
