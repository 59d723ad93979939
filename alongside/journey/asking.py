"""What a form needs to know of the person before it can ask in plain words."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from alongside.accounts.names import names
from alongside.agencies.queries import posts as post_labels
from alongside.circles import queries as circles
from alongside.journey.cards import known_as
from alongside.lib import clock
from alongside.sharing.services import Look


@dataclass(frozen=True, slots=True)
class Nameable:
    """Somebody who can be chosen as a reader."""

    account: UUID
    label: str


@dataclass(frozen=True, slots=True)
class About:
    """Whom a form is about, for whom it is written, and who can be named."""

    name: str
    agency: UUID | None
    agency_name: str
    nameable: tuple[Nameable, ...]

    @property
    def circle(self) -> frozenset[UUID]:
        return frozenset(member.account for member in self.nameable)


def about(look: Look) -> About:
    """Three queries: the circle, names, posts. The viewer's own post tells their agency."""
    members = circles.members(look.person.pk, clock.now())
    posts = {member.post_id for member in members} | {look.by.post_id}
    held = post_labels(post for post in posts if post)
    called = names({member.account_id for member in members})
    name = known_as(look) or _("the person")
    choices = {
        member.account_id: described(
            called.get(member.account_id, ""),
            held[member.post_id].role if member.post_id in held else member.words.relationship,
        )
        for member in members
        if member.account_id != look.by.account
    }
    own = look.person.account_id
    first = {own: name} if own else {}
    mine = held.get(look.by.post_id) if look.by.post_id else None
    return About(
        name=name,
        agency=look.by.agency_id,
        agency_name=mine.agency if mine else "",
        nameable=tuple(Nameable(account, label) for account, label in (first | choices).items()),
    )


def described(name: str, role: str) -> str:
    return f"{name}, {role}" if role else name
