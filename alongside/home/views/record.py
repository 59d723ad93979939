"""The record of one person: who this is, and the story so far."""

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from alongside.home import queries
from alongside.home.around import circle as who_is_around
from alongside.journey.queries import timeline, unreleased_count
from alongside.sharing.pages import record_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look


@require_safe
@record_page(room="journey")
def record(request: HttpRequest, look: Look) -> TemplateResponse:
    context = {
        "look": look,
        "who": queries.who(look, with_numbers=look.by.is_worker),
        "circle": who_is_around(look),
        "line": timeline(look, asked=request.GET.dict()),
        # What other databases brought in is for workers to decide about.
        "unreleased": unreleased_count(look) if look.by.is_worker else 0,
        "may_add": look.may(Action.ADD),
        "may_name": look.may(Action.NAME),
        "may_read_log": look.may(Action.READ_LOG),
        "may_change_circle": look.may(Action.CHANGE_CIRCLE),
    }
    return TemplateResponse(request, "home/record.html", context)
