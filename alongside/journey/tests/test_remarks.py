"""What stands beside an entry: for every reader of it, for good, and never for anybody else."""

from datetime import timedelta

import pytest

from alongside.accounts.viewer import Viewer
from alongside.audit.models import AccessEvent
from alongside.duty import queries as promises
from alongside.duty.terms import correction_due
from alongside.journey import queries, services
from alongside.journey.models import Entry, Remark, Remarked, Stance
from alongside.journey.policy import Unfit, who_may_answer
from alongside.journey.remarks import OWING, answer_owed
from alongside.journey.tests.factories import (
    Journey,
    a_note,
    account,
    add,
    bring_in,
    digest,
    look_of,
)
from alongside.journey.voices import View
from alongside.lib import clock, ids
from alongside.sharing.rules import Audience
from alongside.sharing.services import Refused

pytestmark = pytest.mark.django_db


def say(
    journey: Journey, by: Viewer, entry: Entry, stance: Stance, words: str = "That is not so."
) -> None:
    services.remark(
        by=by,
        person=journey.person.pk,
        entry=entry.pk,
        stance=stance,
        words=words,
        operation=ids.new(),
        digest=digest(words),
    )


def beside(journey: Journey, viewer: Viewer) -> list[str]:
    line = queries.timeline(look_of(viewer, journey), asked={})
    return [one.words for card in line.cards for one in card.remarks]


def test_every_reader_of_the_entry_reads_what_stands_beside_it(journey: Journey) -> None:
    entry = add(journey)
    say(journey, journey.own, entry, Stance.DIFFERENT, "I was NOT tired\n")
    for name in ("own", "parent", "key_worker", "school", "colleague"):
        assert beside(journey, journey.everybody[name]) == ["I was NOT tired\n"]


def test_who_cannot_read_the_entry_reads_nothing_beside_it(journey: Journey) -> None:
    entry = add(journey, audience=Audience.WORKERS)
    say(journey, journey.school, entry, Stance.DIFFERENT)
    assert beside(journey, journey.own) == []
    assert beside(journey, journey.parent) == []


MAY = {
    "own": {Stance.DIFFERENT, Stance.NOT_RIGHT},
    "parent": {Stance.DIFFERENT, Stance.NOT_RIGHT},
    "key_worker": {Stance.DIFFERENT, Stance.DONE},
    "school": {Stance.DIFFERENT, Stance.DONE},
    "colleague": {Stance.DIFFERENT, Stance.DONE},
    "newcomer": set(),
    "off_duty": set(),
    "excluded": set(),
    "outsider": set(),
}


@pytest.mark.parametrize("name", MAY)
def test_who_may_write_what_beside_an_entry(journey: Journey, name: str) -> None:
    entry = add(journey)
    for stance in Stance:
        if stance in MAY[name]:
            say(journey, journey.everybody[name], entry, stance)
        else:
            with pytest.raises(Refused):
                say(journey, journey.everybody[name], entry, stance)
    assert Remark.objects.count() == len(MAY[name])


def test_not_right_is_owed_an_answer_within_a_month(journey: Journey) -> None:
    entry = add(journey, by=journey.school)
    say(journey, journey.own, entry, Stance.NOT_RIGHT)
    (promise,) = promises.unanswered_for(OWING, entry.pk)
    assert promise.owner_post_id == journey.school.post_id
    assert promise.due_at == correction_due(clock.now())
    owed = answer_owed(entry.pk)
    assert owed is not None
    assert owed.who == "Kwame Owusu"


def test_what_another_database_told_is_answered_by_the_key_worker(journey: Journey) -> None:
    entry = bring_in(journey)
    services.release(
        by=journey.key_worker,
        person=journey.person.pk,
        entries=[entry.pk],
        operation=ids.new(),
        digest=digest("release"),
    )
    say(journey, journey.own, entry, Stance.NOT_RIGHT)
    (promise,) = promises.unanswered_for(OWING, entry.pk)
    assert promise.owner_post_id == journey.key_worker.post_id


def test_nothing_is_owed_about_what_nobody_else_can_read(journey: Journey) -> None:
    told = services.tell(
        by=journey.own,
        person=journey.person.pk,
        contents=View(words="I was wrong"),
        audience=Audience.ONLY_ME,
        operation=ids.new(),
        digest=digest("only me"),
    )
    entry = Entry.objects.get(pk=str(told.id))
    say(journey, journey.own, entry, Stance.NOT_RIGHT)
    assert promises.unanswered_for(OWING, entry.pk) == []


def test_asking_twice_is_owed_one_answer(journey: Journey) -> None:
    entry = add(journey)
    say(journey, journey.own, entry, Stance.NOT_RIGHT)
    say(journey, journey.parent, entry, Stance.NOT_RIGHT)
    assert len(promises.unanswered_for(OWING, entry.pk)) == 1


def test_saying_what_was_done_answers_it(journey: Journey) -> None:
    entry = add(journey, by=journey.school)
    say(journey, journey.own, entry, Stance.NOT_RIGHT)
    say(journey, journey.key_worker, entry, Stance.DIFFERENT)
    assert answer_owed(entry.pk)
    say(journey, journey.key_worker, entry, Stance.DONE, "We looked. It stays, because it was so.")
    assert answer_owed(entry.pk) is None


def test_a_correction_by_a_worker_answers_it(journey: Journey) -> None:
    entry = add(journey)
    say(journey, journey.own, entry, Stance.NOT_RIGHT)
    assert entry.latest is not None
    services.correct_entry(
        by=journey.key_worker,
        person=journey.person.pk,
        entry=entry.pk,
        contents=a_note(text="Was awake in maths."),
        happened_at=entry.happened_at,
        based_on=entry.latest.pk,
        operation=ids.new(),
        digest=digest("correction"),
    )
    assert answer_owed(entry.pk) is None


def test_deciding_who_sees_it_is_no_answer(journey: Journey) -> None:
    entry = add(journey)
    say(journey, journey.own, entry, Stance.NOT_RIGHT)
    services.change_audience(
        by=journey.key_worker,
        person=journey.person.pk,
        entry=entry.pk,
        audience=Audience.CIRCLE,
        operation=ids.new(),
        digest=digest("audience"),
    )
    assert answer_owed(entry.pk)


def test_the_promise_calls_only_workers_who_can_read_the_entry(journey: Journey) -> None:
    entry = add(journey, audience=Audience.NAMED, named=[journey.own, journey.school])
    assert who_may_answer(entry.pk) == {account(journey.key_worker), account(journey.school)}


def test_nothing_is_written_without_words(journey: Journey) -> None:
    entry = add(journey)
    with pytest.raises(Unfit):
        say(journey, journey.own, entry, Stance.DIFFERENT, " \n")
    assert not Remark.objects.exists()


def test_it_is_kept_word_for_word_and_written_down(journey: Journey) -> None:
    entry = add(journey, ago=timedelta(hours=2))
    say(journey, journey.own, entry, Stance.DIFFERENT, "  i wasnt  ")
    row = Remark.objects.get()
    assert row.contents == Remarked("  i wasnt  ")
    event = AccessEvent.objects.filter(chain=journey.person.pk).latest("seq")
    assert (event.action, event.object) == ("tell", entry.pk)
