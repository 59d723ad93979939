"""What a person was called, step by step, for whoever may name them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alongside.accounts.names import names
from alongside.accounts.viewer import Capacity
from alongside.agencies import queries as agencies
from alongside.agencies.queries import PostLabel
from alongside.people.models import Identity, IdentityVersion
from alongside.people.queries import full_name, identity_versions
from alongside.sharing.services import Look


@dataclass(frozen=True, slots=True)
class NameStep:
    """One version of who a person is, as the page of their name tells it."""

    name: str
    said: Sequence[tuple[str, str]]
    who: str
    post: PostLabel | None
    at: datetime
    reason: str


def versions_of(look: Look) -> list[IdentityVersion]:
    """All that this person was said to be, the newest first. The look is one that may name."""
    return identity_versions(look.person)


def in_steps(versions: Sequence[IdentityVersion]) -> list[NameStep]:
    """The same in words: who wrote which, when, and why."""
    called = names({version.author for version in versions if version.author})
    posts = agencies.posts({version.post for version in versions if version.post})
    loaded = {version.agency for version in versions if version.agency and not version.author}
    sources = agencies.agency_names(loaded) if loaded else {}
    return [
        NameStep(
            name=full_name(version.identity) or _("No name yet"),
            said=said_in(version.identity),
            who=writer_of(version, called, sources),
            post=posts.get(version.post) if version.post else None,
            at=version.created_at,
            reason=version.reason,
        )
        for version in versions
    ]


def writer_of(
    version: IdentityVersion, called: Mapping[UUID, str], sources: Mapping[UUID, str]
) -> str:
    if version.author:
        return called.get(version.author, "")
    if version.agency:
        return _("The records of %(agency)s") % {"agency": sources.get(version.agency, "")}
    if version.capacity == Capacity.SYSTEM:
        return _("Alongside itself")
    return _("We do not know who wrote this")


def said_in(identity: Identity) -> list[tuple[str, str]]:
    """What stands in an identity besides the name that it is headed with."""
    told = [
        (_("First name"), identity.given if identity.known_as else ""),
        (_("Pronouns"), identity.pronouns),
        (_("Date of birth"), in_words(identity.born)),
        (_("Sex"), identity.sex),
    ]
    return [(what, said) for what, said in told if said]


def in_words(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
