"""The home of a person, and of family and others who stand beside one."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.accounts.routes import signed_in, viewer_of
from alongside.home import queries
from alongside.home.around import circle as who_is_around
from alongside.home.finding import named_too
from alongside.home.here_as import as_oneself
from alongside.journey.queries import cards_for, newest, newest_entries
from alongside.sharing import services as looks
from alongside.sharing.access_log import in_words, newest_events
from alongside.sharing.pages import in_one_look, record_page
from alongside.sharing.rules import Tie
from alongside.sharing.services import Look

LOOKS_SHOWN = 3
NEWS_SHOWN = 3
FAMILY = frozenset({Tie.FAMILY})


@signed_in
@require_safe
@in_one_look
def me(request: HttpRequest) -> HttpResponse:
    """Here for you now, what is new, my people, who looked; then the people I stand beside."""
    by = viewer_of(request)
    if by.is_worker:
        return HttpResponseRedirect(reverse("home:work"))
    ours = queries.ours(by=by)
    context: dict[str, object] = {
        "beside": ours.beside,
        "news": queries.newest(by=by, through=FAMILY) if ours.beside else None,
        "here_as": as_oneself(by=by, session=request.session),
        "invitations": queries.invitations(by=by),
        "called": queries.called(by=by, own=ours.own),
    }
    if ours.own is None and len(ours.beside) == 1:
        context["about"] = ours.beside[0].id
    if ours.own is not None:
        look = looks.look(by=by, person=ours.own.pk, room="home")
        log = newest_events(look, count=LOOKS_SHOWN)
        entries = newest_entries(look, count=NEWS_SHOWN)
        context |= {
            "look": look,
            "circle": who_is_around(look, with_cover=True, log=log, entries=entries),
            "cards": cards_for(entries, look=look, with_remarks_beside=False),
            "looked": in_words(log, look),
        }
    return TemplateResponse(request, "home/me.html", context)


@require_safe
@record_page(room="home")
def news(request: HttpRequest, look: Look) -> TemplateResponse:
    """The newest entries of one journey: a region that refreshes by itself."""
    context = {"look": look, "cards": newest(look, count=NEWS_SHOWN)}
    return TemplateResponse(request, "home/news.html", context)


@signed_in
@require_safe
@in_one_look
def beside_news(request: HttpRequest) -> TemplateResponse:
    """What is new about those I stand beside: a region that refreshes by itself."""
    by = viewer_of(request)
    news = queries.newest(by=by, through=FAMILY)
    named_too(by=by, people=news.people)
    return TemplateResponse(request, "home/beside_news.html", {"news": news})
