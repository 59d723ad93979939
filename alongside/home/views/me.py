"""The home of a person, and of family and others who stand beside one."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.accounts.routes import signed_in, viewer_of
from alongside.home import queries
from alongside.journey.queries import timeline
from alongside.sharing import services as looks
from alongside.sharing.access_log import access_log
from alongside.sharing.pages import in_one_look, record_page
from alongside.sharing.rules import Action, Tie
from alongside.sharing.services import Look

LOOKS_SHOWN = 3
BESIDE = frozenset({Tie.FAMILY})
PEOPLE_SHOWN = 50


@signed_in
@require_safe
@in_one_look
def me(request: HttpRequest) -> HttpResponse:
    """Here for you now, what is new, my people, who looked; then the people I stand beside."""
    by = viewer_of(request)
    if by.is_worker:
        return HttpResponseRedirect(reverse("home:work"))
    own = queries.own_person(by=by)
    beside = queries.people_page(by=by, through=BESIDE, at_most=PEOPLE_SHOWN)
    context: dict[str, object] = {
        "beside": beside.lines,
        "invitations": queries.invitations(by=by),
    }
    if own is not None:
        look = looks.look(by=by, person=own.pk, room="home")
        context |= {
            "look": look,
            "circle": queries.circle(look),
            "line": timeline(look, asked={}),
            "looked": access_log(look, lines=LOOKS_SHOWN).lines,
            "may_read_log": look.may(Action.READ_LOG),
        }
    return TemplateResponse(request, "home/me.html", context)


@require_safe
@record_page(room="home")
def news(request: HttpRequest, look: Look) -> TemplateResponse:
    """The newest entries of one journey: a region that refreshes by itself."""
    line = timeline(look, asked={})
    return TemplateResponse(request, "home/news.html", {"look": look, "line": line})
