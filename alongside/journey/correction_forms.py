"""What a correction asks, and what is asked where two people changed the same."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.forms import CharField, HiddenInput
from django.utils.translation import gettext as _

from alongside.journey.asking import About
from alongside.journey.cards import newest
from alongside.journey.entry_forms import FORMS, EntryForm, PathwayForm
from alongside.journey.entry_pages import EntryPage, VersionCard
from alongside.journey.kinds import Kind, PathwayEvent
from alongside.journey.models import EntryVersion
from alongside.journey.told_forms import ToldForm
from alongside.journey.voices import View, Viewpoint
from alongside.lib import ids
from alongside.ui.forms import Choice, Form


def correction_form(page: EntryPage, *, whom: About, **made_with: Any) -> EntryForm | ToldForm:
    """The form of this kind, filled in with what the entry says now.

    A form that was sent is read against the version that its author had in front of them.
    """
    version = version_in_front(page, made_with.get("data"))
    contents = version.contents
    now = {"based_on": version.pk, "happened_at": version.happened_at}
    if isinstance(contents, PathwayEvent):
        return PathwayForm(
            whom=whom,
            is_correction=True,
            details=contents.details,
            initial=now | {"title": contents.title},
            **made_with,
        )
    if isinstance(contents, View | Viewpoint):
        return ToldForm(
            whom=whom,
            said=contents,
            happened_at=version.happened_at,
            initial={"based_on": version.pk},
            **made_with,
        )
    form = FORMS[Kind(page.card.entry.kind)]
    said = {name: getattr(contents, name) for name in form.told()}
    return form(whom=whom, is_correction=True, initial=now | said, **made_with)


def version_in_front(page: EntryPage, sent: Mapping[str, Any] | None) -> EntryVersion:
    asked = sent.get("based_on") if sent else None
    rows = (shown.version for shown in page.versions)
    return next((row for row in rows if str(row.pk) == asked), newest(page.card.entry))


class ChoosingForm(Form):
    """Which of the versions that two people made holds. `seen`: those that were on the page."""

    seen = CharField(widget=HiddenInput)

    def __init__(self, *args: Any, page: EntryPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"] = Choice(
            label=_("Which one is right?"),
            choices=[(str(head.version.pk), written_by(head)) for head in page.heads],
        )
        self.initial["seen"] = " ".join(str(head.version.pk) for head in page.heads)

    @property
    def winner(self) -> UUID:
        return UUID(self.cleaned_data["chosen"])

    @property
    def others(self) -> list[UUID]:
        return [version for version in self._seen() if version != self.winner]

    def _seen(self) -> Iterator[UUID]:
        return filter(None, map(ids.parse, self.cleaned_data["seen"].split()))


def written_by(head: VersionCard) -> str:
    teller = head.teller
    if teller.is_reader:
        return _("What you wrote")
    return _("What %(name)s wrote") % {"name": teller.called}
