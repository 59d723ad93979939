"""Who has looked, and why somebody can see this."""

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.sharing.access_log import PAGE, access_log
from alongside.sharing.forms import LinesForm
from alongside.sharing.pages import record_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look


@require_safe
@record_page(Action.READ_LOG, room="sharing")
def access_log_page(request: HttpRequest, look: Look) -> TemplateResponse:
    form = LinesForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = access_log(look, lines=asked.get("lines") or PAGE, before=asked.get("before", ""))
    return TemplateResponse(request, "sharing/access_log.html", {"look": look, "page": page})


@require_safe
@record_page(room="sharing")
def why(request: HttpRequest, look: Look) -> TemplateResponse:
    return TemplateResponse(request, "sharing/why.html", {"look": look})
