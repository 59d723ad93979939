"""Asking about a look: who is asked, who can read and answer it, and that an answer is owed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction

from alongside.accounts.operations import UsedOperation
from alongside.accounts.viewer import Viewer
from alongside.agencies.models import Post
from alongside.circles import services as circles
from alongside.circles.models import Membership
from alongside.duty.models import Promise, Shift
from alongside.duty.queries import calling_nobody, unanswered_for
from alongside.duty.services import climb
from alongside.duty.tests.factories import make_shift
from alongside.lib import clock, ids
from alongside.sharing import questions, services
from alongside.sharing.access_log import LogPage, Seen, access_log
from alongside.sharing.models import AccessQuestion
from alongside.sharing.rules import Action, Audience
from alongside.sharing.services import Look, Refused
from alongside.sharing.tests.factories import (
    Around,
    account,
    an_item,
    look,
    make_around,
    open_item,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 11, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def robyn() -> Around:
    with clock.hold(NOON):
        around = make_around()
        make_shift(around.colleague, lasts=60 * DAY)
        return around


def log_of(robyn: Around) -> tuple[Look, LogPage]:
    seen = services.allow(by=robyn.own, person=robyn.id, action=Action.READ_LOG, room="sharing")
    return seen, access_log(seen)


def line_by(robyn: Around, viewer: Viewer) -> Seen:
    """The newest line about a look by this viewer."""
    look(viewer, robyn)
    _seen, page = log_of(robyn)
    by_account = {line.ref: questions.asked_event(_seen, line.ref).account for line in page.lines}
    return next(line for line in page.lines if by_account[line.ref] == viewer.account)


def ask(robyn: Around, ref: str, *, words: str = "Why?", operation: UUID | None = None) -> UUID:
    outcome = questions.ask(
        by=robyn.own,
        person=robyn.id,
        ref=ref,
        words=words,
        operation=operation or ids.new(),
        digest=words.encode(),
    )
    assert outcome.id is not None
    return outcome.id


def answer(
    robyn: Around, question: UUID, by: Viewer, words: str = "To get ready for the visit."
) -> None:
    questions.answer(
        by=by,
        person=robyn.id,
        question=question,
        words=words,
        operation=ids.new(),
        digest=words.encode(),
    )


def readers(robyn: Around, question: UUID) -> set[str]:
    can = set()
    for name, viewer in robyn.everybody.items():
        try:
            with transaction.atomic():
                services.open_item(
                    AccessQuestion, by=viewer, person=robyn.id, item=question, room="sharing"
                )
        except Refused:
            continue
        can.add(name)
    return can


def answerers(robyn: Around, question: UUID) -> set[str]:
    able = questions.who_may_answer(question)
    return {name for name, viewer in robyn.everybody.items() if viewer.account in able}


def called(at: datetime) -> set[UUID]:
    with clock.hold(at):
        return {one for fired in climb(at).fired for one in fired.called}


def test_the_key_worker_is_asked_about_the_look_of_anybody_else(robyn: Around) -> None:
    with clock.hold(NOON):
        asked = ask(robyn, line_by(robyn, robyn.school).ref)
        assert AccessQuestion.objects.get().audience == Audience.KEY_WORKER
        assert readers(robyn, asked) == {"own", "key_worker"}
        assert answerers(robyn, asked) == {"key_worker"}
        (promise,) = unanswered_for("sharing", asked)
    assert promise.due_at == NOON + 7 * DAY + timedelta(hours=5)
    assert promise.owner_post_id == robyn.key_worker.post_id
    assert called(NOON) == {account(robyn.key_worker)}, "at once"


def test_who_leads_the_team_is_asked_about_the_look_of_the_key_worker(robyn: Around) -> None:
    with clock.hold(NOON):
        asked = ask(robyn, line_by(robyn, robyn.key_worker).ref)
        assert readers(robyn, asked) == {"own", "colleague"}
        assert answerers(robyn, asked) == {"colleague"}
        with pytest.raises(Refused):
            answer(robyn, asked, robyn.key_worker)
    assert called(NOON) == {account(robyn.colleague)}
    assert called(NOON + 9 * DAY) == {account(robyn.colleague)}


def test_without_anybody_who_leads_the_workers_of_the_circle_are_asked(robyn: Around) -> None:
    with clock.hold(NOON):
        ref = line_by(robyn, robyn.key_worker).ref
        Shift.objects.filter(account=robyn.colleague.account).delete()
        Post.objects.filter(account=robyn.colleague.account).update(until=NOON)
        asked = ask(robyn, ref)
        assert answerers(robyn, asked) == {"school", "newcomer"}
        with pytest.raises(Refused):
            answer(robyn, asked, robyn.key_worker)
        answer(robyn, asked, robyn.school)
        assert not unanswered_for("sharing", asked)


def test_a_question_follows_the_key_worker_to_another(robyn: Around) -> None:
    with clock.hold(NOON):
        asked = ask(robyn, line_by(robyn, robyn.parent).ref)
        place = Membership.objects.get(account=robyn.school.account)
        circles.change_key_worker(by=robyn.key_worker, person=robyn.id, to=place.pk)
        assert answerers(robyn, asked) == {"school"}
    assert called(NOON + 9 * DAY) == {account(robyn.school)}, "the last rung calls whoever can"
    assert not calling_nobody()


def test_an_answer_is_given_once_and_keeps_the_promise(robyn: Around) -> None:
    with clock.hold(NOON):
        asked = ask(robyn, line_by(robyn, robyn.school).ref)
        answer(robyn, asked, robyn.key_worker, "To plan the visit.")
        with pytest.raises(questions.Answered):
            answer(robyn, asked, robyn.key_worker, "Something else.")
        seen, page = log_of(robyn)
        (cards,) = questions.questions_about(seen, [line.event for line in page.lines]).values()
        (card,) = cards
        assert (card.words, card.answer) == ("Why?", "To plan the visit.")
        assert card.answered_by == "Samira Khan"
        assert not unanswered_for("sharing", asked)
    assert called(NOON + 30 * DAY) == set()


def test_nobody_else_asks_and_only_about_what_the_person_is_told(robyn: Around) -> None:
    with clock.hold(NOON):
        ref = line_by(robyn, robyn.school).ref
        for viewer in (robyn.parent, robyn.key_worker, robyn.outsider, robyn.excluded):
            with pytest.raises(Refused):
                questions.ask(
                    by=viewer,
                    person=robyn.id,
                    ref=ref,
                    words="Why?",
                    operation=ids.new(),
                    digest=b"",
                )
        for wrong in ("", "1-0", "x", "-", "9" * 30 + "-0", ref.split("-")[0] + "-99"):
            with pytest.raises(Refused):
                ask(robyn, wrong)


def test_a_protected_look_changes_no_name_of_a_line_and_cannot_be_asked_about(
    robyn: Around,
) -> None:
    """All of it in one moment, so that what is hidden stands between what is told."""
    with clock.hold(NOON):
        look(robyn.school, robyn)
        before = [line.ref for line in log_of(robyn)[1].lines]
        hidden = an_item(robyn, audience=Audience.WORKERS)
        open_item(robyn.school, hidden)
        _seen, page = log_of(robyn)
        assert [line.ref for line in page.lines] == before
        look(robyn.parent, robyn)
        after = log_of(robyn)[1].lines
    assert len(after) == len(before) + 1


def test_one_form_asks_once(robyn: Around) -> None:
    with clock.hold(NOON):
        ref, operation = line_by(robyn, robyn.school).ref, ids.new()
        assert ask(robyn, ref, operation=operation) == ask(robyn, ref, operation=operation)
        assert Promise.objects.count() == 1
        with pytest.raises(UsedOperation):
            ask(robyn, ref, words="Other words", operation=operation)
