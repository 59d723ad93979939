"""What became of something that the person told."""

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.home.thread import thread as thread_of
from alongside.journey.models import Entry
from alongside.sharing.pages import item_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look, Refused


@require_safe
@item_page(Entry, room="journey")
def thread(request: HttpRequest, look: Look, item: Entry) -> TemplateResponse:
    if not look.is_own:
        raise Refused(
            by=look.by, action=Action.READ_LOG, room="home", rule="not-for-you", object=item.pk
        )
    context = {"look": look, "thread": thread_of(look, item)}
    return TemplateResponse(request, "home/thread.html", context)
