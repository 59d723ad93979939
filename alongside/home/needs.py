"""What needs a worker first: who does not feel safe, and what they have promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Q, When

from alongside.accounts.viewer import Viewer
from alongside.duty import queries as duty
from alongside.duty.models import Kind as PromiseKind
from alongside.home.queries import PersonLine
from alongside.home.urgent import UNANSWERED, Urgent, in_words
from alongside.journey.models import Entry
from alongside.people.queries import labels
from alongside.sharing import queries as sharing
from alongside.sharing.questions import answerable

# Whom it is about, what it is, and when it is due.
type OwedEntry = tuple[PersonLine, Entry, datetime]
type OwedAnswer = tuple[PersonLine, UUID, datetime]


@dataclass(frozen=True, slots=True)
class Needs:
    """All of it: to be seen at once, to look again, to put right, to answer about a look."""

    urgent: Sequence[Urgent]
    reviews: Sequence[OwedEntry]
    corrections: Sequence[OwedEntry]
    questions: Sequence[OwedAnswer]

    @property
    def people(self) -> set[UUID]:
        owed = (*self.reviews, *self.corrections, *self.questions)
        return {person.id for person, _what, _due in owed} | {
            line.person.id for line in self.urgent
        }


def needs(*, by: Viewer) -> Needs:
    """What needs this worker, as far as they can read it: four queries, the first due first.

    Whoever shows it records whose names are in it.
    """
    promises = duty.owed_by(by.account) if by.account else []
    asked = {promise.object for promise in promises}
    found = sharing.visible(Entry, by=by).annotate(
        waits=Case(When(UNANSWERED, then=True), default=False)
    )
    rows = {row.pk: row for row in found.filter(Q(pk__in=asked) | Q(waits=True))}
    about_looks = [promise for promise in promises if promise.kind == PromiseKind.QUESTION]
    questions = answerable(by=by, among=[promise.object for promise in about_looks])
    named = labels({row.person_id for row in rows.values()} | {*questions.values()})
    lines = {person: PersonLine(person, label) for person, label in named.items()}

    def about(kind: PromiseKind) -> list[OwedEntry]:
        return [
            (lines[rows[promise.object].person_id], rows[promise.object], promise.due_at)
            for promise in promises
            if promise.kind == kind and promise.object in rows
        ]

    return Needs(
        urgent=in_words([row for row in rows.values() if row.waits], lines),
        reviews=about(PromiseKind.REVIEW),
        corrections=about(PromiseKind.CORRECTION),
        questions=[
            (lines[person], promise.object, promise.due_at)
            for promise in about_looks
            if (person := questions.get(promise.object))
        ],
    )
