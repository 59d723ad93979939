"""The person asks about one look, and somebody who answers for the circle has to answer.

That is the key worker. Where it was the key worker who looked, it is who leads their team; where
there is nobody such, the workers of the circle. Nobody answers for their own look.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, UUIDField

from alongside.accounts.names import names
from alongside.accounts.operations import Outcome, once
from alongside.accounts.viewer import Viewer
from alongside.agencies import queries as agencies
from alongside.agencies.models import Post
from alongside.audit import services as audit
from alongside.audit.models import AccessEvent
from alongside.circles import queries as circles
from alongside.duty import queries as promises
from alongside.duty import services as duty
from alongside.duty.models import Kind, Promise
from alongside.duty.terms import question_due
from alongside.lib import clock
from alongside.live import services as live
from alongside.sharing.access_log import Seen, event_of, in_words
from alongside.sharing.models import AccessQuestion, AskedAbout
from alongside.sharing.queries import visible, workers_who_may
from alongside.sharing.rules import Action, Audience
from alongside.sharing.services import Look, Refused, allow, allow_item, name_readers, written

ROOM = REGION = "sharing"
KIND = "sharing.accessquestion"


class Answered(ValueError):
    """Somebody has answered this question already."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Who may read a question, and whose post has to answer it."""

    audience: Audience
    owner: UUID | None
    named: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question as it stands under the look that it is about."""

    id: UUID
    event: int
    words: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    answered_by: str
    due_at: datetime | None
    owner: str


def asked_event(look: Look, ref: str) -> AccessEvent:
    """The line of the log that is asked about. Raises Refused for what is not told."""
    found = event_of(ref, look)
    if found is None:
        raise Refused(
            by=look.by, action=Action.READ_LOG, room=ROOM, rule="absent", object=look.person.pk
        )
    return found


def line_of(look: Look, event: AccessEvent) -> Seen:
    return in_words([event], look)[0]


def line_asked(look: Look, question: AccessQuestion) -> Seen | None:
    """The line that a question is about, for whoever may read the question."""
    event = AccessEvent.objects.filter(pk=question.event, chain=question.person_id).first()
    return line_of(look, event) if event else None


@transaction.atomic
def ask(
    *, by: Viewer, person: UUID, ref: str, words: str, operation: UUID, digest: bytes
) -> Outcome:
    """Ask about a line of the own log. An answer is owed. Raises Refused and UsedOperation."""
    audit.hold([person])
    seen = allow(by=by, person=person, action=Action.READ_LOG, room=ROOM)
    event = asked_event(seen, ref)
    put = partial(put_question, seen=seen, event=event, words=words)
    return once(by=by, operation=operation, kind="sharing.ask", digest=digest, effect=put)


def put_question(new_id: UUID, *, seen: Look, event: AccessEvent, words: str) -> UUID:
    now = clock.now()
    answering = who_answers(seen.person.pk, looked=event.account, at=now)
    question = AccessQuestion(
        id=new_id,
        person=seen.person,
        author=seen.by.account,
        audience=answering.audience,
        happened_at=now,
        created_at=now,
        event=event.pk,
        looked=event.account,
    )
    question.put(AskedAbout(words=words))
    question.save(force_insert=True)
    if answering.named:
        name_readers(item=question, accounts=answering.named)
    if answering.owner is not None:
        duty.make(
            by=seen.by,
            kind=Kind.QUESTION,
            room=ROOM,
            object=question.pk,
            person=seen.person.pk,
            owner_post=answering.owner,
            due_at=question_due(now),
        )
    told(seen, question)
    return question.pk


def who_answers(person: UUID, *, looked: UUID | None, at: datetime) -> Answering:
    """Whose it is to answer for a look by this account."""
    key = circles.key_worker(person, at)
    if key is not None and key.account_id != looked:
        return Answering(Audience.KEY_WORKER, key.post_id)
    held = Post.objects.get(pk=key.post_id) if key and key.post_id else None
    leads = agencies.leads(held.team_id, at).exclude(account=looked) if held else ()
    if found := list(leads):
        accounts = tuple(post.account_id for post in found)
        return Answering(Audience.NAMED, found[0].pk, accounts)
    others = [one.post_id for one in circles.members(person, at) if one.account_id != looked]
    return Answering(Audience.WORKERS, next((post for post in others if post), None))


@transaction.atomic
def answer(
    *, by: Viewer, person: UUID, question: UUID, words: str, operation: UUID, digest: bytes
) -> Outcome:
    """Answer a question about a look. Raises Refused, Answered and UsedOperation."""
    audit.hold([person])
    found = AccessQuestion.objects.select_for_update().filter(pk=question, person=person).first()
    if found is None:
        raise Refused(by=by, action=Action.READ, room=ROOM, rule="absent", object=question)
    seen = allow_item(by=by, item=found, action=Action.READ, room=ROOM)
    if not may_answer(seen, found):
        raise Refused(by=by, action=Action.READ, room=ROOM, rule="not-for-you", object=question)

    def put(_new_id: UUID) -> UUID:
        if found.answered_at is not None:
            raise Answered
        found.put(replace(found.said, answer=words))
        found.answered_by, found.answered_post = by.account, by.post_id
        found.answered_at = clock.now()
        found.save(update_fields=["sealed", "answered_by", "answered_post", "answered_at"])
        for promise in promises.unanswered_for(ROOM, found.pk):
            duty.answer(by=by, promise=promise.pk)
        told(seen, found)
        return found.pk

    return once(by=by, operation=operation, kind="sharing.answer", digest=digest, effect=put)


def may_answer(seen: Look, question: AccessQuestion) -> bool:
    """A worker who may read it, and whose look it was not."""
    return seen.by.is_worker and not seen.is_own and seen.by.account != question.looked


def who_may_answer(question: UUID) -> frozenset[UUID]:
    """Whom the promise of an answer may call right now."""
    found = AccessQuestion.objects.filter(pk=question).first()
    return workers_who_may(found, Action.READ) - {found.looked} if found else frozenset()


def answerable(*, by: Viewer, among: Sequence[UUID]) -> dict[UUID, UUID]:
    """Those of these questions that this worker may answer, each with whom it is about. One query."""
    if not among:
        return {}
    rows = visible(AccessQuestion, by=by).filter(pk__in=among, answered_at=None)
    return {row.pk: row.person_id for row in rows if row.looked != by.account}


def told(seen: Look, question: AccessQuestion) -> None:
    written(seen, action=Action.TELL, room=ROOM, kind=KIND, object=question.pk)
    live.publish(person=question.person_id, region=REGION, kind=KIND, object=question.pk)


def questions_about(look: Look, events: Iterable[int]) -> Mapping[int, list[QuestionCard]]:
    """What was asked about these lines, for whoever may read it. Two queries, one for names."""
    wanted = set(events)
    rows = visible(AccessQuestion, by=look.by, person=look.person.pk, standing=look.standing)
    found: dict[int, list[QuestionCard]] = {}
    for card in cards(rows.filter(event__in=wanted).order_by("created_at", "id")):
        found.setdefault(card.event, []).append(card)
    return found


def card_of(question: AccessQuestion) -> QuestionCard:
    """One question that a look has opened."""
    return cards(AccessQuestion.objects.filter(pk=question.pk))[0]


def cards(rows: QuerySet[AccessQuestion]) -> list[QuestionCard]:
    owed = Promise.objects.filter(room=ROOM, object=OuterRef("pk"))
    loaded = list(
        rows.annotate(
            due_at=Subquery(owed.values("due_at")[:1]),
            owner=Subquery(owed.values("owner_post__account")[:1], output_field=UUIDField()),
        )
    )
    who = {account for row in loaded for account in (row.answered_by, row.owner) if account}
    called = names(who) if who else {}
    return [
        QuestionCard(
            id=row.pk,
            event=row.event,
            words=row.said.words,
            asked_at=row.created_at,
            answer=row.said.answer,
            answered_at=row.answered_at,
            answered_by=called.get(row.answered_by, "") if row.answered_by else "",
            due_at=row.due_at,
            owner=called.get(row.owner, ""),
        )
        for row in loaded
    ]
