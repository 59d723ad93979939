"""How this reads, and how it will look to them: while somebody writes, and in a draft."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from alongside.journey.forms import AskingForm
from alongside.journey.kinds import Kind
from alongside.journey.models import Entry
from alongside.journey.queries import correctable
from alongside.journey.reads import preview, reads
from alongside.journey.sketches import sketch_of
from alongside.lib import ids
from alongside.sharing.pages import record_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look

ROOM = "journey"


@require_POST
@record_page(Action.ADD, room=ROOM)
def reads_live(request: HttpRequest, look: Look) -> TemplateResponse:
    """What the page asks while somebody writes. Nothing of what is sent is kept."""
    asked = request.POST.get("entry", "")
    corrects = correctable(look, ids.parse(asked)) if asked else None
    kind = next((kind for kind in Kind if kind == request.POST.get("kind")), None)
    shown = read_back(look, kind, request.POST, corrects) if kind else {}
    return TemplateResponse(request, "journey/reads_live.html", {"look": look, **shown})


def read_back_of(
    look: Look, kind: Kind, form: AskingForm, corrects: Entry | None = None
) -> dict[str, Any]:
    """For a page with a form: the same for a draft, or for words that came back."""
    if not form.is_bound or not isinstance(form.data, QueryDict):
        return {}
    return read_back(look, kind, form.data, corrects)


def read_back(
    look: Look, kind: Kind, typed: QueryDict, corrects: Entry | None = None
) -> dict[str, Any]:
    sketch = sketch_of(look, kind=kind, typed=typed, corrects=corrects)
    if sketch is None:
        return {}
    return {"reads": reads(look, sketch), "preview": preview(look, sketch)}
