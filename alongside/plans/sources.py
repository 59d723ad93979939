"""What somebody said that can become a goal or a step, word for word."""

from dataclasses import dataclass
from uuid import UUID

from alongside.journey.cards import reader_of, version_contents
from alongside.journey.kinds import Kind
from alongside.journey.models import Entry
from alongside.journey.queries import seen_by
from alongside.lib import clock
from alongside.plans.models import blank
from alongside.sharing.rules import Action, Audience
from alongside.sharing.services import Look


@dataclass(frozen=True, slots=True)
class Source:
    """An entry with the person's own words in it. `is_closed`: not everyone in the circle reads it."""

    entry: UUID
    words: str
    is_closed: bool


def source(look: Look, entry: UUID) -> Source | None:
    """The words of an entry, for whoever may take them to the plan; None for everybody else."""
    row = seen_by(look).filter(pk=entry).first()
    return source_of(look, row) if row else None


def source_of(look: Look, entry: Entry) -> Source | None:
    """The same of an entry that this viewer reads already. No query."""
    is_closed = entry.audience != Audience.CIRCLE
    may_take = look.is_own or not is_closed
    if entry.urgent or entry.kind == Kind.VIEWPOINT or not may_take or not may_plan(look):
        return None
    words = own_words(look, entry)
    return Source(entry.pk, words, is_closed) if words else None


def may_plan(look: Look) -> bool:
    return look.may(Action.PLAN, blank(look.person, at=clock.now()))


def own_words(look: Look, entry: Entry) -> str:
    """All that stands there in the person's own words, part under part."""
    if entry.latest is None:
        return ""
    said = version_contents(entry.latest)
    parts = [str(part.text) for part in said.parts(reader_of(look)) if part.is_voice]
    return "\n\n".join(text for text in (said.voice, *parts) if text.strip())
