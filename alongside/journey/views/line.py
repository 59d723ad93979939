"""The journey as a region of a page that keeps itself up to date, and search inside it."""

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from alongside.audit.services import Depth
from alongside.journey.cards import known_as, reader_of
from alongside.journey.queries import search as searched
from alongside.journey.queries import timeline as line_of
from alongside.sharing.pages import record_page
from alongside.sharing.services import Look

ROOM = "journey"


@require_safe
@record_page(room=ROOM)
def timeline(request: HttpRequest, look: Look) -> TemplateResponse:
    """The entries alone, for the page that has them and was told that they changed."""
    line = line_of(look, asked=request.GET.dict())
    return TemplateResponse(request, "journey/line.html", {"look": look, "line": line})


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(room=ROOM, posted=Depth.SEARCHED)
def search(request: HttpRequest, look: Look) -> TemplateResponse:
    """Words come by POST, so that they stand in no address and in no log."""
    asked = request.POST.get("words", "").strip()
    before = request.POST.get("before", "")
    context = {
        "look": look,
        "asked": asked,
        "before": before,
        "found": searched(look, asked=asked, before=before),
        "reader": reader_of(look),
        "known_as": known_as(look),
    }
    return TemplateResponse(request, "journey/search.html", context)
