"""From a form on a page to a draft, and back again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict

from alongside.journey.kinds import Kind
from alongside.journey.models import Draft
from alongside.journey.queries import own_drafts
from alongside.lib import ids
from alongside.sharing.services import Look
from alongside.vault import services as vault

# What a form carries besides the words of whoever fills it in.
CARRIED = {"csrfmiddlewaretoken", "operation", "kind", "entry", "then"}


def draft_in(
    request: HttpRequest, *, look: Look, kind: Kind, entry: UUID | None = None
) -> Draft | None:
    """The draft that this page was asked to go on with; None when there is no such draft."""
    asked = ids.parse(request.GET.get("draft", ""))
    if asked is None or request.method == "POST":
        return None
    rows = own_drafts(by=look.by, person=look.person.pk)
    return rows.filter(pk=asked, kind=kind, entry=entry).first()


def draft_of(look: Look, form: UUID) -> Draft | None:
    """The viewer's own draft of the form with this operation id, if it was saved and not sent."""
    if look.by.account is None:
        return None
    rows = own_drafts(by=look.by, person=look.person.pk)
    return rows.filter(pk=vault.derived_id(look.by.account, form)).first()


def filled_with(request: HttpRequest, draft: Draft | None) -> dict[str, Any]:
    """What a form is made with: what was sent, what the draft holds, or nothing yet."""
    if request.method == "POST":
        return {"data": request.POST}
    return {"data": as_typed(draft), "is_draft": True} if draft else {}


def as_typed(draft: Draft) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, typed in draft.contents.fields.items():
        data.setlist(name, list(typed))
    data["operation"] = str(draft.contents.operation)
    return data


def typed_in(sent: QueryDict) -> Mapping[str, list[str]]:
    """What somebody typed and ticked, by field, as it stood: nothing is checked."""
    return {name: [str(v) for v in sent.getlist(name)] for name in sent if name not in CARRIED}
