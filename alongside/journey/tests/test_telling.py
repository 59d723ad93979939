"""Own words go on the journey as they are, for whom the person chose, and as nobody else's."""

import pytest

from alongside.accounts.viewer import Viewer
from alongside.journey import queries, services
from alongside.journey.kinds import Kind
from alongside.journey.models import Draft, Entry
from alongside.journey.policy import Unfit
from alongside.journey.tests.factories import Journey, digest, look_of
from alongside.journey.voices import Question, Scale, Together, View, Viewpoint
from alongside.lib import ids
from alongside.sharing.rules import Audience
from alongside.sharing.services import Refused

pytestmark = pytest.mark.django_db

WORDS = View(words="I want  to see Nan.\nplease", worries="the stairs")
HOME = Viewpoint((Scale(Question.HOME, 4, "It is loud."),))
WRITTEN_TOGETHER = View(words="i want my own bed", together=Together("Robyn and Samira", "Nights"))
EVERYBODY = ("own", "parent", "key_worker", "colleague", "night", "school", "newcomer")


def tell(journey: Journey, by: Viewer, contents: View | Viewpoint, audience: Audience) -> Entry:
    outcome = services.tell(
        by=by,
        person=journey.person.pk,
        contents=contents,
        audience=audience,
        operation=ids.new(),
        digest=digest(repr(contents)),
    )
    return Entry.objects.select_related("latest").get(pk=str(outcome.id))


def readers(journey: Journey, entry: Entry) -> set[str]:
    may_look = {
        name: who
        for name, who in journey.everybody.items()
        if name not in {"off_duty", "excluded", "outsider"}
    }
    return {
        name
        for name, who in may_look.items()
        if queries.seen_by(look_of(who, journey)).filter(pk=entry.pk).exists()
    }


def test_words_are_kept_exactly_as_they_were_told(journey: Journey) -> None:
    entry = tell(journey, journey.own, WORDS, Audience.CIRCLE)
    assert entry.latest is not None
    assert entry.latest.contents == WORDS
    assert (entry.kind, entry.author, entry.agency) == (Kind.VIEW, journey.own.account, None)


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        (Audience.CIRCLE, set(EVERYBODY)),
        (Audience.KEY_WORKER, {"own", "key_worker"}),
        (Audience.ONLY_ME, {"own"}),
    ],
)
def test_the_person_chooses_who_reads_a_view(
    journey: Journey, audience: Audience, who: set[str]
) -> None:
    assert readers(journey, tell(journey, journey.own, WORDS, audience)) == who


def test_not_feeling_safe_is_told_to_workers_and_to_no_family(journey: Journey) -> None:
    entry = tell(journey, journey.own, View(unsafe=True), Audience.WORKERS)
    assert entry.urgent
    assert readers(journey, entry) == set(EVERYBODY) - {"parent"}


@pytest.mark.parametrize("audience", [Audience.CIRCLE, Audience.ONLY_ME])
def test_not_feeling_safe_is_for_no_other_audience(journey: Journey, audience: Audience) -> None:
    with pytest.raises(Unfit):
        tell(journey, journey.own, View(unsafe=True), audience)


def test_a_view_written_down_together_is_the_person_s_alone(journey: Journey) -> None:
    entry = tell(journey, journey.school, WRITTEN_TOGETHER, Audience.ONLY_ME)
    assert (entry.author, entry.agency) == (journey.own.account, None)
    assert entry.latest is not None
    assert entry.latest.author == journey.school.account
    assert readers(journey, entry) == {"own"}


def test_who_cannot_sign_in_cannot_keep_a_view_to_themselves(journey: Journey) -> None:
    journey.person.account = None
    journey.person.save(update_fields=["account"])
    with pytest.raises(Unfit):
        tell(journey, journey.key_worker, WRITTEN_TOGETHER, Audience.ONLY_ME)
    entry = tell(journey, journey.key_worker, WRITTEN_TOGETHER, Audience.KEY_WORKER)
    assert entry.author is None
    seen = look_of(journey.key_worker, journey)
    assert queries.seen_by(seen).filter(pk=entry.pk).exists()


@pytest.mark.parametrize("name", ["parent", "key_worker"])
def test_nobody_tells_a_view_for_the_person(journey: Journey, name: str) -> None:
    with pytest.raises(Refused):
        tell(journey, journey.everybody[name], WORDS, Audience.CIRCLE)
    assert not Entry.objects.exists()


def test_family_and_workers_say_how_they_see_it(journey: Journey) -> None:
    mine = tell(journey, journey.parent, HOME, Audience.KEY_WORKER)
    theirs = tell(journey, journey.school, HOME, Audience.CIRCLE)
    assert (mine.kind, mine.agency) == (Kind.VIEWPOINT, None)
    assert theirs.agency == journey.school.agency_id
    assert readers(journey, mine) == {"parent", "key_worker"}


@pytest.mark.parametrize("name", ["outsider", "excluded", "off_duty"])
def test_whom_nothing_ties_tells_nothing(journey: Journey, name: str) -> None:
    with pytest.raises(Refused):
        tell(journey, journey.everybody[name], HOME, Audience.CIRCLE)


@pytest.mark.parametrize("score", [-1, 11])
def test_a_number_off_the_scale_is_refused(journey: Journey, score: int) -> None:
    with pytest.raises(Unfit):
        tell(journey, journey.own, View(scales=(Scale(Question.SAFE, score),)), Audience.CIRCLE)


def test_a_draft_of_a_view_becomes_the_entry_of_the_same_id(journey: Journey) -> None:
    operation = ids.new()
    draft = services.save_draft(
        by=journey.own,
        person=journey.person.pk,
        kind=Kind.VIEW,
        fields={"words": ["I w"]},
        operation=operation,
    )
    assert draft is not None
    outcome = services.tell(
        by=journey.own,
        person=journey.person.pk,
        contents=WORDS,
        operation=operation,
        digest=digest("view"),
    )
    assert outcome.id == draft.pk
    assert not Draft.objects.exists()
