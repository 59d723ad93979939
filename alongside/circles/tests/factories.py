"""Circles for tests, of every room from circles upwards: everybody joins by being invited.

circle = make_circle("Robyn", "Hale", family=["Dawn Hale"], workers=["Kwame Owusu"])
circle.person, circle.self_viewer, circle.key_worker   # Samira Khan, of Family Help
circle.viewers["Dawn Hale"], circle.members["Dawn Hale"]
join(circle.person, make_worker("Jo Bright", agency="health"), history_from=clock.now())
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from alongside.accounts.viewer import Viewer, system
from alongside.circles import services
from alongside.circles.models import Invitation, Membership, Reach, Role, Words
from alongside.duty.tests.factories import make_viewer, make_worker
from alongside.people.models import Person
from alongside.people.tests.factories import make_person


@dataclass(frozen=True)
class Circle:
    """A person, who they sign in as, their key worker, and everybody around them by name."""

    person: Person
    self_viewer: Viewer
    key_worker: Viewer
    viewers: dict[str, Viewer] = field(default_factory=dict)
    members: dict[str, Membership] = field(default_factory=dict)


def invite(
    person: Person,
    guest: Viewer,
    *,
    by: Viewer | None = None,
    role: Role | None = None,
    relationship: str = "",
    purpose: str = "",
    history_from: datetime | None = None,
    expires_at: datetime | None = None,
) -> Invitation:
    """Ask this viewer: as a worker in the post they hold, else as family unless told."""
    assert guest.account is not None
    return services.invite(
        by=by or system(),
        person=person.id,
        account=guest.account,
        role=role or (Role.WORKER if guest.post else Role.FAMILY),
        post=guest.post_id,
        words=Words(relationship=relationship, purpose=purpose),
        history_from=history_from,
        expires_at=expires_at,
    )


def join(
    person: Person,
    guest: Viewer,
    *,
    role: Role | None = None,
    relationship: str = "",
    purpose: str = "",
    history_from: datetime | None = None,
    key_worker: bool = False,
    reach: Reach = Reach.SHARED,
) -> Membership:
    """Invite this viewer and let them accept; `key_worker` hands the journey to them too.

    Family may see what is shared with the circle, unless told.
    """
    invitation = invite(
        person,
        guest,
        role=role,
        relationship=relationship,
        purpose=purpose,
        history_from=history_from,
    )
    membership = services.accept(by=guest, invitation=invitation.id)
    if key_worker:
        services.change_key_worker(by=guest, person=person.id, to=membership.id)
    if guest.post is None:
        services.set_reach(by=system(), membership=membership.id, reach=reach)
    membership.refresh_from_db()
    return membership


def make_circle(
    given: str = "Robyn",
    family_name: str = "Hale",
    *,
    key_worker: Viewer | None = None,
    family: Sequence[str] = (),
    workers: Sequence[str] = (),
) -> Circle:
    """A person with an account, a key worker whose team holds the journey, and more by name."""
    own = make_viewer(f"{given} {family_name}")
    person = make_person(given, family_name, account=own.account)
    lead = key_worker or make_worker("Samira Khan")
    circle = Circle(person=person, self_viewer=own, key_worker=lead)
    join(person, lead, key_worker=True)
    for name in family:
        circle.viewers[name] = make_viewer(name)
    for name in workers:
        circle.viewers[name] = make_worker(name, team="Pastoral", agency="larkfield")
    for name, viewer in circle.viewers.items():
        circle.members[name] = join(person, viewer)
    return circle
