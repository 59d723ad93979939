"""What the page tells whoever writes: how it reads, and how it will look to the person."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.http import QueryDict
from django.utils import translation

from alongside.accounts.viewer import Viewer
from alongside.journey.cards import newest
from alongside.journey.kinds import Kind, Visit
from alongside.journey.models import Entry, EntryVersion
from alongside.journey.queries import correctable
from alongside.journey.reads import Preview, Reads, audience_of, preview, reads
from alongside.journey.sketches import LONGEST, Sketch, sketch_of
from alongside.journey.tests.browsing import Sent, a_visit_form
from alongside.journey.tests.factories import Journey, account, add, bring_in, look_of, make_journey
from alongside.language.wordlist import For
from alongside.lib import clock
from alongside.people.models import Person
from alongside.sharing.rules import Action, Audience
from alongside.sharing.services import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def journey() -> Journey:
    return make_journey()


def typed(sent: Sent) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, said in sent.items():
        query.setlist(name, said if isinstance(said, list) else [said])
    return query


def sketched(
    journey: Journey, sent: Sent, *, kind: Kind = Kind.VISIT, corrects: Entry | None = None
) -> Sketch:
    look = look_of(journey.key_worker, journey, Action.ADD)
    found = sketch_of(look, kind=kind, typed=typed(sent), corrects=corrects)
    assert found is not None
    return found


def read(journey: Journey, sent: Sent) -> Reads:
    return reads(look_of(journey.key_worker, journey, Action.ADD), sketched(journey, sent))


def shown(journey: Journey, sent: Sent, **more: object) -> Preview:
    look = look_of(journey.key_worker, journey, Action.ADD)
    found = preview(look, sketched(journey, sent, **more))  # type: ignore[arg-type]  # as given
    assert found is not None
    return found


HARD = (
    "A strategy discussion established that professionals were experiencing considerable "
    "difficulties regarding intervention, necessitating multidisciplinary coordination of "
    "safeguarding responsibilities throughout subsequent assessments."
)


def test_words_are_told_with_kinder_ones_once_each(journey: Journey) -> None:
    told = read(journey, a_visit_form(why="Placement", observed="The placement. A LAC review."))
    assert [word.written for word in told.noticed] == ["Placement", "LAC review"]
    assert told.noticed[1].kinder == ("a meeting about how things are going for you",)
    assert "2 words have kinder ones." in told.sentences


def test_a_place_is_looked_at_for_words_and_not_for_how_hard_it_is(journey: Journey) -> None:
    told = read(journey, a_visit_form(where="Contact centre", observed="We sat. " * 15))
    assert [word.written for word in told.noticed] == ["Contact centre"]
    assert told.sentences[0] == "The reading age is about 5. That is easy to read."


def test_what_the_person_said_is_never_looked_at(journey: Journey) -> None:
    told = read(journey, a_visit_form(words="my placement, contact and " + HARD))
    assert told.noticed == ()
    assert told.sentences == ("This is too short to tell how it reads.",)


def test_hard_writing_is_told_gently_with_where_it_is_long(journey: Journey) -> None:
    told = read(journey, a_visit_form(observed=HARD))
    assert told.sentences[0] == (
        "The reading age is about 18 or more. 9 to 11 is easiest for everybody."
    )
    (long,) = told.long_sentences
    assert long.startswith("A strategy discussion established")
    assert long.endswith("…")
    assert "multidisciplinary" in told.long_words


def test_in_welsh_there_is_no_check_rather_than_a_wrong_one(journey: Journey) -> None:
    with translation.override("cy"):
        told = read(journey, a_visit_form(observed=HARD))
    assert len(told.sentences) == 1
    assert not told.noticed
    assert not told.long_sentences


def test_words_of_the_area_count(journey: Journey, settings: object, tmp_path: Path) -> None:
    settings.WORDS_FILE = tmp_path / "words.tsv"  # type: ignore[attr-defined]  # pytest-django's own
    (tmp_path / "words.tsv").write_text("both\twindow lock\tlock\nbroken\n")
    told = read(journey, a_visit_form(observed="The window lock."))
    assert [word.kinder for word in told.noticed] == [("lock",)]


@pytest.mark.parametrize(
    ("years", "audience"), [(0, For.CHILDREN), (17, For.CHILDREN), (20, For.BOTH), (40, For.ADULTS)]
)
def test_each_age_has_its_words(years: int, audience: For) -> None:
    day = clock.now().date()
    assert audience_of(date(day.year - years, 1, 1)) == audience
    assert audience_of(None) == For.BOTH


def test_a_preview_is_the_card_of_their_own_page(journey: Journey) -> None:
    told = shown(journey, a_visit_form())
    assert told.sentence == "Robyn will see this on their own page, like this."
    assert told.card.title == "Visit: To see the new room"
    assert told.card.voice_label == "Your words"
    assert told.card.voice == "i want my own room"
    assert told.card.audience.label == "Everyone in your circle"
    assert told.card.teller.name == "Samira Khan"
    assert told.card.entry.happened_at < clock.now() - timedelta(hours=1)


@pytest.mark.parametrize("audience", [Audience.WORKERS, Audience.AGENCY, Audience.NAMED])
def test_a_preview_of_what_they_do_not_see_says_so(journey: Journey, audience: Audience) -> None:
    told = shown(journey, a_visit_form(audience=audience.value, withheld_reason="harm"))
    assert told.sentence.startswith("Robyn does not see this. It is for: Only" if audience != "workers" else "Robyn does not see this. It is for: Workers only.")  # fmt: skip
    assert told.card.audience.is_open


def test_somebody_who_is_chosen_by_name_does_see_it(journey: Journey) -> None:
    told = shown(journey, a_visit_form(audience="named", named=[str(account(journey.own))]))
    assert told.sentence == "Robyn will see this on their own page, like this."
    assert told.card.audience.label == "Only people who were chosen"


def test_somebody_who_cannot_sign_in_is_not_said_to_see_it(journey: Journey) -> None:
    Person.objects.filter(pk=journey.person.pk).update(account=None)
    assert "cannot sign in yet" in shown(journey, a_visit_form()).sentence


def test_a_correction_shows_what_it_would_say_with_who_corrected_it(journey: Journey) -> None:
    entry = correctable_by(journey, journey.key_worker, add(journey, contents=Visit(why="Before")))
    told = shown(journey, a_visit_form(why="After"), corrects=entry)
    assert told.card.title == "Visit: After"
    assert told.card.changed_by is not None
    assert newest(entry).number == 1


def test_a_correction_of_what_came_in_keeps_its_labels(journey: Journey) -> None:
    entry = correctable_by(journey, journey.key_worker, bring_in(journey))
    told = shown(
        journey,
        {"title": "Asked for help", "detail_0": "A LAC review"},
        kind=Kind.REFERRAL,
        corrects=entry,
    )
    assert told.sentence.startswith("Robyn does not see this.")
    assert [(part.label, part.text) for part in told.card.parts] == [
        ("Where it came from", "A LAC review")
    ]


def test_nobody_reads_back_an_entry_that_they_may_not_correct(journey: Journey) -> None:
    entry = add(journey)
    for viewer in (journey.school, journey.newcomer):
        with pytest.raises(Refused):
            correctable_by(journey, viewer, entry)


def correctable_by(journey: Journey, viewer: Viewer, entry: Entry) -> Entry:
    return correctable(look_of(viewer, journey), entry.pk)


BAD: list[Sent] = [
    {},
    {"why": "\x00", "alone": "never", "audience": "moon", "named": ["x"]},
    {"observed": "“contact " * 40_000, "happened_at_day": "99", "withheld_until_day": "x"},
]


@pytest.mark.parametrize("sent", BAD, ids=["nothing", "nonsense", "no end"])
def test_nothing_is_written_and_nothing_breaks_it(journey: Journey, sent: Sent) -> None:
    before = Entry.objects.count(), EntryVersion.objects.count()
    look = look_of(journey.key_worker, journey, Action.ADD)
    found = sketched(journey, sent)
    assert reads(look, found).sentences
    assert (preview(look, found) is None) == (not sent)
    assert all(len(text) <= LONGEST for text in found.stories)
    assert (Entry.objects.count(), EntryVersion.objects.count()) == before


def test_a_place_alone_is_nothing_to_look_at(journey: Journey) -> None:
    look = look_of(journey.key_worker, journey, Action.ADD)
    assert preview(look, sketched(journey, {"where": "At home"})) is None
