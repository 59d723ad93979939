"""Words of the trade in a text: found whole, with kinder words, and never in what is quoted."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.language.check import check
from alongside.language.kinder import find
from alongside.language.wordlist import For, WordList, words
from tests.harness.proving import count


@pytest.fixture(scope="module")
def ours() -> WordList:
    return words()


def written(text: str, ours: WordList, audience: For = For.CHILDREN) -> list[str]:
    return [finding.written for finding in find(text, ours, audience=audience)]


def test_a_word_is_found_with_kinder_words_and_why(ours: WordList) -> None:
    (found,) = find("She had contact on Monday.", ours, audience=For.CHILDREN)
    assert (found.start, found.end, found.written) == (8, 15, "contact")
    assert found.kinder == ("time with your family", "seeing Mum, Dad or your brother")
    assert found.why == "people see family, they do not have contact"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two PLACEMENTS and one placement", ["PLACEMENTS", "placement"]),
        ("the placement's end", ["placement's"]),
        ("replacement parts", []),
        ("A placement breakdown", ["placement breakdown"]),
        ("the contact centre", ["contact centre"]),
        ("LAC child, looked-after child, looked after children", ["LAC", "looked-after child", "looked after children"]),
        ("section 47 enquiries", ["section 47 enquiries"]),
        ("He did not attend. DNA again.", ["did not attend", "DNA"]),
        ("just in case, with a pencil case", []),
        ("keep eye contact", []),
        ("I will contact the GP about contact", ["contact"]),
        ("She absconded", ["absconded"]),
        ("foster\ncarer", ["foster\ncarer"]),
        ("foster\n\n\n\ncarer", []),
        ("foster. Carer", []),
    ],
)  # fmt: skip
def test_whole_words_are_found_one_or_many_the_longest_first(
    ours: WordList, text: str, expected: list[str]
) -> None:
    assert written(text, ours) == expected


@pytest.mark.parametrize(
    "text",
    [
        "She said “I hate contact”.",
        "She said ‘I don’t want contact’ twice.",
        "She said 'I don't want contact' twice.",
        'She said "no contact, no review" and left.',
    ],
)
def test_what_somebody_said_is_theirs(ours: WordList, text: str) -> None:
    assert written(text, ours) == []


def test_an_apostrophe_quotes_nothing(ours: WordList) -> None:
    assert written("The boys' contact wasn't at the girls' placement.", ours) == [
        "contact",
        "placement",
    ]
    assert written('It is 5" long, after contact', ours) == ["contact"]


def test_each_audience_has_its_own_words(ours: WordList) -> None:
    (for_a_child,) = find("a new placement", ours, audience=For.CHILDREN)
    (for_an_adult,) = find("a new placement", ours, audience=For.ADULTS)
    assert for_a_child.kinder == ("home", "where you live now")
    assert for_an_adult.kinder == ("home", "the place where you live")
    assert written("the service user", ours, For.ADULTS) == ["service user"]
    assert written("the service user", ours, For.CHILDREN) == []
    assert written("the siblings of a service user", ours, For.BOTH) == ["siblings", "service user"]


TEXTS = st.text(max_size=400) | st.lists(
    st.sampled_from(
        ["contact", "the", "LAC", "review", "“", "”", "'", '"', ".", "\n", " ", "in case", "I", "é"]
    ),
    max_size=60,
).map(" ".join)


@pytest.mark.prove
@settings(max_examples=count(200, prove=20_000), deadline=None)
@given(TEXTS)
def test_no_text_breaks_it_and_positions_are_right(text: str) -> None:
    checked = check(text)
    end = 0
    for finding in checked.findings:
        assert end <= finding.start < finding.end
        assert text[finding.start : finding.end] == finding.written
        end = finding.end
    for long in checked.long_sentences:
        assert text[long.start : long.end] == long.text
        assert long.words > 20


@pytest.mark.prove
@settings(max_examples=count(100, prove=5_000), deadline=None)
@given(
    st.text(alphabet="abc ,;:-\né!?", max_size=40),
    st.sampled_from(["“{}”", "‘{}’", '"{}"', "'{}'"]),
)
def test_whatever_stands_in_quotation_marks_is_never_found(said: str, marks: str) -> None:
    said = said.replace("\n", " ")
    quoted = marks.format(f"contact {said} review.")
    checked = check(f"She told us: {quoted} Then she went.")
    assert checked.findings == ()
    assert checked.words <= 6
