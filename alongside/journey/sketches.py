"""What a form holds while somebody writes it, as an entry would: kept nowhere, checked by nobody."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import CharField
from django.http import QueryDict

from alongside.journey.cards import newest, version_contents
from alongside.journey.entry_forms import FORMS, EntryForm, PathwayForm
from alongside.journey.kinds import SCHEMA_OF, Alone, Kind, PathwayEvent, Recorded
from alongside.journey.models import Entry, EntryVersion
from alongside.journey.policy import Openness
from alongside.lib import clock, ids
from alongside.sharing.rules import Audience
from alongside.sharing.services import Look
from alongside.ui.forms import Words

# What a form takes at most is all that is read here: what is longer cannot be saved anyway.
LONGEST = 20_000
OWN_WORDS = "words"  # the field for what the person said, in every kind
DETAIL = "detail_"
MOST_DETAILS = 50


@dataclass(frozen=True)
class Sketch:
    """An entry or a correction as it stands on the page. `stories` and `lines` leave out the
    person's own words: `stories` are sentences, `lines` are names, places and the like."""

    entry: Entry
    named: frozenset[UUID]
    stories: tuple[str, ...]
    lines: tuple[str, ...]

    def names(self, account: UUID) -> bool:
        """Whether this account is among those whom the form names, or the entry names already."""
        return account in self.named or (
            self.entry.audience == Audience.NAMED
            and not self.entry._state.adding
            and self.entry.names(account)
        )

    @property
    def is_empty(self) -> bool:
        contents = version_contents(newest(self.entry))
        return not (contents.headline.strip() or contents.voice.strip() or any(self.stories))


def sketch_of(
    look: Look, *, kind: Kind, typed: QueryDict, corrects: Entry | None = None
) -> Sketch | None:
    """What was typed, whatever it is. None for a kind that nobody writes with these forms.

    `corrects`: the entry that this is a correction of, with its newest version loaded.
    """
    now = version_contents(newest(corrects)) if corrects else None
    if isinstance(now, PathwayEvent):
        contents: Recorded = typed_details(now, typed)
        form: type[EntryForm] = PathwayForm
    elif kind in FORMS:
        form = FORMS[kind]
        contents = typed_contents(form, typed)
    else:
        return None
    happened_at = boxes_in(typed, "happened_at") or clock.now()
    chosen = None if corrects else openness_in(typed)
    entry = unsaved(look, kind, happened_at, chosen or Openness(), corrects)
    entry.latest = unsaved_version(look, entry, contents, happened_at, corrects)
    return Sketch(
        entry=entry,
        named=chosen.named if chosen else frozenset(),
        stories=told_in(form, typed, is_story=True),
        lines=told_in(form, typed, is_story=False),
    )


def typed_contents(form: type[EntryForm], typed: QueryDict) -> Recorded:
    said: dict[str, Any] = {field.name: said_in(typed, field.name) for field in fields(form.schema)}
    if "alone" in said:
        said["alone"] = next((one for one in Alone if one == said["alone"]), Alone.NOT_SEEN)
    return form.schema(**said)


def typed_details(now: PathwayEvent, typed: QueryDict) -> PathwayEvent:
    details = tuple(
        (label, said_in(typed, f"{DETAIL}{number}"))
        for number, (label, _text) in enumerate(now.details)
    )
    return PathwayEvent(said_in(typed, "title"), details)


def told_in(form: type[EntryForm], typed: QueryDict, *, is_story: bool) -> tuple[str, ...]:
    """What a worker wrote in these boxes. The first line of an entry is a story too."""
    found = [
        said_in(typed, name)
        for name in boxes_of(form, typed)
        if (name == form.headline or is_long(form, name)) == is_story
    ]
    return tuple(text for text in found if text.strip())


def boxes_of(form: type[EntryForm], typed: QueryDict) -> Iterable[str]:
    if form is PathwayForm:
        return ["title", *(f"{DETAIL}{n}" for n in range(MOST_DETAILS) if f"{DETAIL}{n}" in typed)]
    return [
        name
        for name in (form.headline, *(name for name in form.told() if name != form.headline))
        if name != OWN_WORDS and isinstance(form.base_fields[name], CharField)
    ]


def is_long(form: type[EntryForm], name: str) -> bool:
    return name.startswith(DETAIL) or isinstance(form.base_fields[name], Words)


def said_in(typed: QueryDict, name: str) -> str:
    return typed.get(name, "")[:LONGEST].replace("\r\n", "\n")


def boxes_in(typed: QueryDict, name: str) -> Any:
    """The time or the day in these boxes; None where they say nothing that could be one."""
    field = EntryForm.base_fields[name]
    try:
        return field.clean(field.widget.value_from_datadict(typed, {}, name))
    except ValidationError:
        return None


def openness_in(typed: QueryDict) -> Openness:
    audience = next((one for one in Audience if one == typed.get("audience")), Audience.CIRCLE)
    named = filter(None, map(ids.parse, typed.getlist("named")))
    reason = typed.get("withheld_reason", "")
    until = boxes_in(typed, "withheld_until")
    return Openness.of(audience=audience, reason=reason, until=until, named=named)


def unsaved(
    look: Look, kind: Kind, happened_at: datetime, openness: Openness, corrects: Entry | None
) -> Entry:
    if corrects is not None:
        entry = copy(corrects)
        entry.contested = False
        entry.happened_at = happened_at
        return entry
    return Entry(
        person=look.person,
        author=look.by.account,
        agency=look.by.agency_id,
        post=look.by.post_id,
        kind=kind,
        audience=openness.audience,
        withheld_reason=openness.reason,
        withheld_until=openness.until,
        happened_at=happened_at,
        created_at=clock.now(),
    )


def unsaved_version(
    look: Look, entry: Entry, contents: Recorded, happened_at: datetime, corrects: Entry | None
) -> EntryVersion:
    """The version that saving would make. Sealed in memory, as every version is, and not saved."""
    version = EntryVersion(
        entry=entry,
        person=look.person,
        schema=SCHEMA_OF[type(contents)],
        number=newest(corrects).number + 1 if corrects else 1,
        author=look.by.account,
        agency=look.by.agency_id,
        post=look.by.post_id,
        happened_at=happened_at,
        created_at=clock.now(),
    )
    version.put(contents)
    return version
