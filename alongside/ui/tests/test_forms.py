"""What a form takes, how it says what is wrong, and that it never loses what was typed."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.ui.forms import Form, Line, Words, operation_of
from alongside.ui.tests.factories import OPERATION, a_form
from alongside.ui.views import GalleryForm


def faults(form: Form) -> dict[str, list[str]]:
    return {name: [str(fault) for fault in told] for name, told in form.errors.items()}


def test_answers_come_clean() -> None:
    form = a_form()
    assert faults(form) == {}
    assert form.cleaned_data == {
        "operation": OPERATION,
        "name": "Robyn",
        "happened": "The window\nwas open.",
        "alone": True,
        "place": "sea",
        "places": ["town", "sea"],
        "school": "wood",
        "born": date(2026, 3, 27),
        # Five past two in London, in summer time.
        "at": datetime(2026, 7, 14, 13, 5, tzinfo=UTC),
    }
    assert operation_of(form) == OPERATION


def test_each_new_form_has_an_operation_of_its_own() -> None:
    one, other = GalleryForm()["operation"].value(), GalleryForm()["operation"].value()
    assert UUID(str(one)) != UUID(str(other))


def test_a_form_keeps_its_operation_through_a_mistake() -> None:
    assert a_form(name="")["operation"].value() == str(OPERATION)


@pytest.mark.parametrize("operation", [None, "", "not an id", "\0"])
def test_a_form_without_a_good_operation_gets_one_and_can_be_sent_again(
    operation: str | None,
) -> None:
    form = a_form(operation=operation)
    assert list(faults(form)) == ["operation"]
    again = a_form(operation=str(form["operation"].value()))
    assert again.is_valid()
    assert form["happened"].value() == "The window\r\nwas open."


def test_a_used_operation_keeps_the_words_under_a_fresh_one() -> None:
    form = a_form()
    assert form.is_valid()
    form.renewed("You sent this already.")
    assert faults(form) == {"__all__": ["You sent this already."]}
    assert form["operation"].value() != str(OPERATION)
    assert form["name"].value() == "Robyn"


def test_the_same_words_are_the_same_text_whatever_the_browser() -> None:
    one = a_form()
    other = a_form(
        operation=str(UUID(int=7)), happened="The window\nwas open.", places=["sea", "town"]
    )
    assert one.is_valid()
    assert other.is_valid()
    assert one.canonical() == other.canonical()


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "Robin"},
        {"happened": "The window\n\nwas open."},
        {"alone": "no"},
        {"places": ["sea"]},
        {"born_day": "28"},
        {"at_minute": "06"},
    ],
)
def test_other_words_are_another_text(changed: dict[str, str]) -> None:
    one, other = a_form(), a_form(**changed)
    assert one.is_valid()
    assert other.is_valid()
    assert one.canonical() != other.canonical()


class TwoLines(Form):
    one = Line(label="One", required=False)
    other = Line(label="Other", required=False)


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_no_two_pairs_of_answers_share_a_text(
    some: tuple[str, str], others: tuple[str, str]
) -> None:
    forms = [
        TwoLines({"operation": str(OPERATION), "one": one, "other": other})
        for one, other in (some, others)
    ]
    if not all(form.is_valid() for form in forms):
        return
    same = forms[0].cleaned_data == forms[1].cleaned_data
    assert (forms[0].canonical() == forms[1].canonical()) == same


def test_an_empty_answer_is_told_by_its_question() -> None:
    form = a_form(name=" ", happened="\n \n", alone=None, place=None, born_day="", born_month="")
    assert faults(form) == {
        "name": ["Answer this: What can we call you?"],
        "happened": ["Answer this: What happened?"],
        "alone": ["Answer this: Were you alone?"],
        "place": ["Answer this: Where do you like to be?"],
        "born": ["Write a day, a month and a year, like 27 3 2026."],
    }


def test_what_a_field_says_itself_stands() -> None:
    class Own(Form):
        words = Words(label="Words", error_messages={"required": "Write a little."})

    assert faults(Own({"operation": str(OPERATION)})) == {"words": ["Write a little."]}


def test_a_date_left_empty_is_one_sentence() -> None:
    form = a_form(born_day="", born_month=" ", born_year=None, at_day=None, at_month=None,
                  at_year=None, at_hour=None, at_minute=None)  # fmt: skip
    assert faults(form) == {"born": ["Write the day."], "at": ["Write the day and the time."]}


@pytest.mark.parametrize(
    "boxes",
    [
        ("31", "2", "2026"),
        ("0", "3", "2026"),
        ("27", "13", "2026"),
        ("27", "March", "2026"),
        ("27", "", "2026"),
        ("-1", "3", "2026"),
        ("٢٧", "3", "2026"),
        ("27", "3", "20266"),
        ("27", "3", "0000"),
        ("2.7", "3", "2026"),
    ],
)
def test_a_day_that_is_none_is_one_sentence_and_stays_as_typed(
    boxes: tuple[str, str, str],
) -> None:
    day, month, year = boxes
    form = a_form(born_day=day, born_month=month, born_year=year)
    assert faults(form) == {"born": ["Write a day, a month and a year, like 27 3 2026."]}
    drawn = str(form["born"])
    assert all(f'value="{typed}"' in drawn for typed in boxes if typed)


def test_a_year_of_two_figures_is_asked_for_again() -> None:
    form = a_form(born_year="26")
    assert faults(form) == {"born": ["Write the year with four numbers, like 2026."]}


@pytest.mark.parametrize(("hour", "minute"), [("24", "00"), ("12", "60"), ("2pm", "00"), ("", "5")])
def test_a_time_that_is_none_is_one_sentence(hour: str, minute: str) -> None:
    form = a_form(at_hour=hour, at_minute=minute)
    assert faults(form) == {"at": ["Write a day and a time, like 27 3 2026 and 14 30."]}


def test_a_moment_is_shown_in_london() -> None:
    form = GalleryForm(initial={"at": datetime(2026, 7, 14, 13, 5, tzinfo=UTC)})
    drawn = str(form["at"])
    assert [f'value="{part}"' in drawn for part in (14, 7, 2026, "05")] == [True] * 4


@pytest.mark.parametrize("field", ["place", "school", "places"])
def test_an_answer_that_was_not_offered_is_refused_kindly(field: str) -> None:
    assert faults(a_form(**{field: "the moon"})) == {field: ["Choose one of the answers below."]}


def test_too_many_words_are_refused_with_how_many() -> None:
    form = a_form(name="x" * 201)
    assert faults(form) == {"name": ["Use at most 200 letters. You wrote 201."]}
    assert form["name"].value() == "x" * 201


def test_no_browser_cuts_off_what_is_pasted() -> None:
    assert "maxlength" not in str(GalleryForm())


def test_a_sign_that_cannot_be_kept_is_named() -> None:
    assert faults(a_form(name="a\0b")) == {
        "name": ["There is a sign in here that we cannot keep. Type it again."]
    }
