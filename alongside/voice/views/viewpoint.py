"""Family and workers say how they see it, and everybody sees it side by side."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.routes import signed_in, viewer_of
from alongside.journey import receipts
from alongside.journey.cards import known_as
from alongside.journey.drafting import draft_in, filled_with
from alongside.journey.kinds import Kind
from alongside.journey.services.telling import choices_of_audience
from alongside.journey.voices import Viewpoint
from alongside.sharing import services as looks
from alongside.sharing.pages import in_one_look, record_page
from alongside.sharing.queries import own
from alongside.sharing.rules import Action
from alongside.sharing.services import Look
from alongside.voice.differences import differences
from alongside.voice.viewpoint_forms import ViewpointForm
from alongside.voice.viewpoints import viewpoints
from alongside.voice.views.sending import told


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(Action.TELL, room="journey")
def viewpoint(request: HttpRequest, look: Look) -> HttpResponse:
    """The same questions for everybody but the person, who tells a view instead."""
    context: dict[str, object] = {"look": look, "name": known_as(look) or _("the person")}
    if not look.is_own:
        draft = draft_in(request, look=look, kind=Kind.VIEWPOINT)
        choices = choices_of_audience(Viewpoint(), seen=look)
        form = ViewpointForm(choices=choices, **filled_with(request, draft))
        if request.method == "POST" and form.is_valid():
            entry = told(look, form, form.viewpoint, form.chosen_audience, place="voice.viewpoint")
            if entry is not None:
                messages.success(request, receipts.saved(entry))
                return HttpResponseRedirect(reverse("voice:viewpoint", args=[look.person.pk]))
        context |= {"form": form, "draft": draft}
    return TemplateResponse(request, "voice/viewpoint.html", context | {"sides": viewpoints(look)})


@require_safe
@record_page(room="journey")
def sides(request: HttpRequest, look: Look) -> TemplateResponse:
    """How everybody sees it: a region that refreshes by itself."""
    context = {"look": look, "sides": viewpoints(look)}
    return TemplateResponse(request, "voice/viewpoints_section.html", context)


@signed_in
@require_safe
@in_one_look
def apart(request: HttpRequest) -> TemplateResponse:
    """Whom this viewer sees something differently from: a region of their first page."""
    by = viewer_of(request)
    found = differences(by=by)
    if others := {one.person for one in found} - {own(by=by)}:
        looks.listed(by=by, people=others, room="voice")
    return TemplateResponse(request, "voice/differences.html", {"differences": found})
