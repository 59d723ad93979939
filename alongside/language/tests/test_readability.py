"""The reading age, counted by hand beside."""

import time

import pytest

from alongside.language.check import check
from alongside.language.readability import LONGEST_WORD, hyphens, measure, syllables
from tests.harness.proving import figure

CAT = "The cat sat on the mat. "


def test_four_short_sentences_as_counted_by_hand() -> None:
    """24 words, 4 sentences, 24 syllables: 0.39 × 6 + 11.8 × 1 - 15.59 = -1.45."""
    measured = measure(CAT * 4)
    assert (measured.words, len(measured.sentences)) == (24, 4)
    assert measured.grade == pytest.approx(-1.45)
    assert measured.reading_age == pytest.approx(3.55)


def test_one_long_sentence_as_counted_by_hand() -> None:
    """22 words, 1 sentence. Pyphen breaks win-dow and nothing else: 23 syllables.

    0.39 × 22 + 11.8 × 23 / 22 - 15.59 = 8.58 + 12.336364 - 15.59 = 5.326364.
    """
    text = (
        "We went to the house and she said that she liked the new bed to be "
        "near the window in the back."
    )
    measured = measure(text)
    assert (measured.words, len(measured.sentences)) == (22, 1)
    assert measured.grade == pytest.approx(5.326364, abs=1e-6)
    assert [one.words for one in measured.long_sentences] == [22]


def test_twenty_words_are_no_long_sentence_and_nineteen_are_too_short_to_tell() -> None:
    assert measure("cat " * 20).long_sentences == ()
    assert measure("cat " * 20).reading_age is not None
    assert measure("cat " * 19).reading_age is None
    assert check("").reading_age is None


def test_names_and_quoted_speech_count_for_nothing() -> None:
    text = CAT * 4
    spoken = f"{text}She said “multidisciplinary interventions necessitate circumspection” "
    assert measure(spoken).words == 26
    assert measure(f"{text} Then Multidisciplinary Larkfield came.").words == 26
    assert measure("robyn and samira went", names=("Robyn Hale", "Samira Khan")).words == 2


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("We came. We went.", 2),
        ("We saw Dr. Hale at 3.30pm, e.g. at home.", 1),
        ("We saw J. Hale. She was well.", 2),
        ("Is she well? Yes! Very…", 3),
        ("milk\nbread\ntea", 3),
        ("She said “no.” Then we left.", 2),
        ("She said “no. Never.” and left.", 1),
        ("...", 0),
        ("1 2 3.", 0),
    ],
)
def test_sentences_end_where_somebody_would_breathe(text: str, sentences: int) -> None:
    assert len(measure(text).sentences) == sentences


def test_long_words_are_named_once() -> None:
    checked = check("A professional is a Professional. " * 5)
    assert checked.long_words == ("professional",)


def test_welsh_has_no_check_yet_rather_than_a_wrong_one() -> None:
    checked = check("Cafodd Robyn contact gyda'i theulu. " * 9, language="cy")
    assert not checked.is_checked
    assert checked.findings == ()
    assert checked.reading_age is None
    assert check("contact", language="en-gb").is_checked


def test_words_of_a_record_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alongside.language.readability.MOST_REMEMBERED", 3)
    measure("one two three four five six")
    assert len(hyphens().hd.cache) <= 3
    assert syllables("a" * 100_000) <= LONGEST_WORD


PAGE = (
    "The worker went to see her at home. They talked about the placement, contact and school. "
    "She was “fine” and the review is due in case the plan changes. "
)


def test_ten_thousand_characters_are_read_while_somebody_breathes() -> None:
    text = (PAGE * 100)[:10_000]
    check(text)
    seconds = min(timed(text) for _ in range(5))
    figure("language: 10,000 characters", round(seconds * 1000, 1), "ms", aim="20")
    assert seconds < 0.02


@pytest.mark.parametrize(
    "text", ["“" * 20_000, "' a" * 7_000, '"' * 20_001, "a" * 20_000, "A. " * 7_000, "." * 20_000]
)
def test_no_text_of_a_full_box_takes_long(text: str) -> None:
    check(text)
    assert timed(text) < 0.25


def timed(text: str) -> float:
    begun = time.perf_counter()
    check(text)
    return time.perf_counter() - begun
