"""The small pieces that pages write: what they draw, and that they escape what people typed."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from alongside.lib import clock
from alongside.ui.templatetags.ui import initials, years_old

# Half past nine in the evening in London, in summer time.
NOW = datetime(2026, 7, 14, 20, 30, tzinfo=UTC)
HOSTILE = "<b onmouseover=go()>\"'&"


def drawn(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 7, 14, 8, 12, tzinfo=UTC), "Today, 9:12am"),
        (datetime(2026, 7, 14, 23, 0, tzinfo=UTC), "Tomorrow, 12am"),
        (datetime(2026, 7, 13, 22, 59, tzinfo=UTC), "Yesterday, 11:59pm"),
        (datetime(2026, 7, 12, 11, 0, tzinfo=UTC), "Sunday, 12pm"),
        (datetime(2026, 3, 2, 22, 46, tzinfo=UTC), "Monday 2 March, 10:46pm"),
        (datetime(2025, 12, 24, 9, 5, tzinfo=UTC), "24 December 2025, 9:05am"),
        (datetime(2026, 9, 1, 14, 30, tzinfo=UTC), "Tuesday 1 September, 3:30pm"),
    ],
)
def test_a_time_is_told_as_people_in_london_say_it(moment: datetime, words: str) -> None:
    with clock.hold(NOW):
        assert f">{words}<" in drawn("{% when moment %}", moment=moment)


def test_a_time_also_says_itself_to_machines() -> None:
    with clock.hold(NOW):
        assert 'datetime="2026-07-14T20:30:00+00:00"' in drawn("{% when moment %}", moment=NOW)


def test_a_time_alone_leaves_the_day_out() -> None:
    assert ">9:30pm<" in drawn("{% at_time moment %}", moment=NOW)


def test_today_is_the_day_in_london() -> None:
    with clock.hold(datetime(2026, 7, 14, 23, 30, tzinfo=UTC)):
        assert drawn("{% today %}") == "Wednesday 15 July"


@pytest.mark.parametrize(
    ("born", "years"), [(date(2011, 7, 14), 15), (date(2011, 7, 15), 14), (date(2012, 2, 29), 14)]
)
def test_nobody_is_older_before_their_birthday(born: date, years: int) -> None:
    with clock.hold(NOW):
        assert years_old(born) == years


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Robyn Hale", "RH"),
        ("Ana María de la Cruz", "AC"),
        ("dawn", "D"),
        ("Local identifier NM-1041", "LN"),
        ("王芳", "王"),
        ("  ", "·"),
        ("123", "·"),
    ],
)
def test_initials_are_those_of_the_first_and_the_last_name(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_picture_is_for_eyes_alone() -> None:
    svg = drawn('{% icon "clock" "s" "flip" %}')
    assert 'class="al-icon al-icon--s al-icon--flip"' in svg
    assert 'aria-hidden="true"' in svg
    assert "icons" in svg
    assert "#clock" in svg


def test_a_chip_and_an_avatar_say_how_they_look() -> None:
    assert 'class="al-chip al-chip--good"' in drawn('{% chip "Agree" "good" "check" %}')
    assert 'class="al-chip"' in drawn('{% chip "Back Thursday" %}')
    assert 'class="al-avatar al-avatar--me al-avatar--l"' in drawn('{% avatar "R H" "me" "l" %}')
    assert 'class="al-avatar"' in drawn('{% avatar "R H" "" %}')


def test_who_has_no_name_has_a_picture_and_no_initials() -> None:
    assert "#people" in drawn('{% avatar "" "me" %}')
    assert "#people" not in drawn('{% avatar "R H" "me" %}')


@pytest.mark.parametrize(
    "source",
    [
        "{% chip typed %}",
        "{% avatar typed %}",
        "{% notice 'good' %}{{ typed }}{% endnotice %}",
        "{% voice typed %}{{ typed }}{% endvoice %}",
    ],
)
def test_what_somebody_typed_is_never_markup(source: str) -> None:
    assert "<b" not in drawn(source, typed=HOSTILE)


def test_a_notice_holds_markup_of_the_page_and_is_read_out_when_asked() -> None:
    plain = drawn('{% notice "amber" "lock" %}<p>Wait</p>{% endnotice %}')
    assert "al-notice--amber" in plain
    assert "<p>Wait</p>" in plain
    assert "role" not in plain
    assert 'role="status"' in drawn('{% notice "good" "check" status=True %}x{% endnotice %}')


def test_words_of_a_person_say_whose_they_are() -> None:
    box = drawn('{% voice "Robyn’s words" "s" %}hello{% endvoice %}')
    assert 'class="al-voice al-voice--s"' in box
    assert '<span class="al-voice__who">Robyn’s words</span>' in box
    assert '<p class="al-voice__words">hello</p>' in box
