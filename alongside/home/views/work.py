"""A worker's day, and the people a worker is tied to."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.routes import viewer_of, worker
from alongside.home import queries
from alongside.home.finding import named_too, people_page
from alongside.home.forms import FindForm
from alongside.home.here_as import at_work
from alongside.home.needs import needs
from alongside.home.urgent import urgent_now
from alongside.journey.queries import drafts
from alongside.sharing.pages import in_one_look
from alongside.sharing.rules import Tie

MINE = frozenset({Tie.CIRCLE_WORKER})
SHOWN = 50


@worker
@require_safe
@in_one_look
def work(request: HttpRequest) -> HttpResponse:
    """What needs this worker, what is new, and their people."""
    by = viewer_of(request)
    mine = people_page(by=by, through=MINE, at_most=SHOWN)
    first, begun = needs(by=by), drafts(by=by)
    news = queries.newest(by=by, through=MINE)
    waiting = first.people | {draft.person for draft in begun}
    named_too(by=by, people=waiting | news.people, besides=mine.lines)
    context = {
        "now": at_work(by=by),
        "invitations": queries.invitations(by=by),
        "reviews": first.reviews,
        "corrections": first.corrections,
        "questions": first.questions,
        "drafts": begun,
        "news": news,
        "urgent": first.urgent,
        "people": mine,
    }
    return TemplateResponse(request, "home/work.html", context)


@worker
@require_safe
@in_one_look
def work_urgent(request: HttpRequest) -> HttpResponse:
    """Who does not feel safe: a region that refreshes by itself."""
    by = viewer_of(request)
    urgent = urgent_now(by=by)
    named_too(by=by, people={line.person.id for line in urgent})
    return TemplateResponse(request, "home/work_urgent.html", {"urgent": urgent})


@worker
@require_safe
@in_one_look
def work_news(request: HttpRequest) -> HttpResponse:
    """What is new: a region that refreshes by itself."""
    by = viewer_of(request)
    news = queries.newest(by=by, through=MINE)
    named_too(by=by, people=news.people)
    return TemplateResponse(request, "home/work_news.html", {"news": news})


@worker
@require_http_methods(["GET", "HEAD", "POST"])
@in_one_look
def work_people(request: HttpRequest) -> HttpResponse:
    """Everybody this worker may see right now, also through their team while on duty."""
    find = FindForm(request.POST or {"show": request.GET.get("show", "")})
    asked = find.asked()
    people = people_page(
        by=viewer_of(request),
        through=frozenset(Tie),
        at_most=asked.show or SHOWN,
        words=asked.words,
        before=asked.before,
    )
    context = {"people": people, "find": find, "asked": asked}
    return TemplateResponse(request, "home/work_people.html", context)
