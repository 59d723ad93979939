"""What the database itself refuses, on both engines: no caller can break a circle."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from alongside.circles.models import (
    Answer,
    Holding,
    Invitation,
    KeyWorkerSpell,
    Membership,
    Role,
)
from alongside.circles.tests.factories import Circle, make_circle
from alongside.lib import clock
from alongside.vault.models import SealedRow

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def sealed[T: SealedRow](row: T) -> T:
    row.put(row.contents_kind()())
    return row


def membership(circle: Circle, **fields: Any) -> Membership:
    facts = {"account_id": circle.self_viewer.account, "role": Role.FAMILY, "since": clock.now()}
    return sealed(Membership(person=circle.person, **facts | fields))


def invitation(circle: Circle, **fields: Any) -> Invitation:
    now = clock.now()
    facts = {
        "account_id": circle.self_viewer.account,
        "role": Role.FAMILY,
        "invited_at": now,
        "expires_at": now + HOUR,
    }
    return sealed(Invitation(person=circle.person, **facts | fields))


def asked_twice(circle: Circle, address: str) -> Invitation:
    invitation(circle, account_id=None, address=address).save(force_insert=True)
    return invitation(circle, account_id=None, address=address)


def worker(circle: Circle) -> dict[str, Any]:
    post = circle.key_worker.post
    assert post is not None
    return {"account_id": circle.key_worker.account, "post_id": post.id, "role": Role.WORKER}


def worker_team(circle: Circle) -> UUID:
    assert circle.key_worker.team_id is not None
    return circle.key_worker.team_id


BROKEN: dict[str, Callable[[Circle], Any]] = {
    "a worker with no post": lambda c: membership(c, role=Role.WORKER),
    "family with a post": lambda c: membership(c, **worker(c) | {"role": Role.FAMILY}),
    "an unknown role": lambda c: membership(c, role="friend"),
    "until before since": lambda c: membership(c, until=clock.now() - HOUR),
    "a second stay in one post": lambda c: membership(c, **worker(c)),
    "a second stay without a post": lambda c: membership(
        c, account_id=c.members["Dawn Hale"].account_id
    ),
    "a second key worker": lambda c: membership(
        c,
        account_id=c.viewers["Kwame Owusu"].account,
        post_id=c.key_worker.post_id,
        role=Role.WORKER,
        is_key_worker=True,
    ),
    "a key worker of the family": lambda c: membership(c, is_key_worker=True),
    "a key worker who has left": lambda c: membership(
        c, **worker(c), is_key_worker=True, until=clock.now() + HOUR
    ),
    "a second key worker's spell": lambda c: KeyWorkerSpell(
        person=c.person, membership=c.members["Kwame Owusu"], since=clock.now()
    ),
    "a spell that ends before it begins": lambda c: KeyWorkerSpell(
        person=c.person,
        membership=c.members["Kwame Owusu"],
        since=clock.now(),
        until=clock.now() - HOUR,
    ),
    "a second holding of one team": lambda c: Holding(person=c.person, team_id=worker_team(c)),
    "an answer at no time": lambda c: invitation(c, answer=Answer.ACCEPTED),
    "a time of no answer": lambda c: invitation(c, answered_at=clock.now()),
    "an unknown answer": lambda c: invitation(c, answered_at=clock.now(), answer="maybe"),
    "an invitation that was never open": lambda c: invitation(c, expires_at=clock.now() - HOUR),
    "an invitation to nobody": lambda c: invitation(c, account_id=None),
    "a second invitation to one address": lambda c: asked_twice(c, "one"),
    "an invited worker with no post": lambda c: invitation(c, role=Role.WORKER),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_the_database_refuses(broken: Callable[[Circle], Any]) -> None:
    circle = make_circle(family=["Dawn Hale"], workers=["Kwame Owusu"])
    row = broken(circle)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_second_open_invitation_is_refused_and_an_answered_one_is_not() -> None:
    circle = make_circle()
    first = invitation(circle)
    first.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        invitation(circle).save(force_insert=True)
    first.answer, first.answered_at = Answer.DECLINED, clock.now()
    first.save()
    invitation(circle).save(force_insert=True)
    assert Invitation.objects.filter(answered_at=None).count() == 1
