"""Who can see an entry: decided anew for one, or released for what another database brought in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from alongside.accounts.operations import UsedOperation
from alongside.journey import receipts, services
from alongside.journey.asking import about
from alongside.journey.entry_pages import decisions, entry_page
from alongside.journey.forms import OpennessForm
from alongside.journey.models import Entry
from alongside.journey.policy import Unfit, is_own_words
from alongside.journey.queries import decided_among, previews, unreleased
from alongside.journey.release_forms import ReleaseForm
from alongside.journey.views.adding import USED, digest_of
from alongside.journey.views.entries import to_entry
from alongside.sharing.pages import item_page, record_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look, Refused
from alongside.ui.forms import operation_of

ROOM = "journey"


@require_http_methods(["GET", "HEAD", "POST"])
@item_page(Entry, Action.REVIEW, room=ROOM)
def audience(request: HttpRequest, look: Look, item: Entry) -> HttpResponse:
    """Look again: who can see this? Whoever told it in their own words is asked elsewhere."""
    if is_own_words(item):
        raise Refused(
            by=look.by, action=Action.REVIEW, room=ROOM, rule="not-for-you", object=item.pk
        )
    page = entry_page(look, item)
    form = OpennessForm(request.POST or None, whom=about(look), initial=page.openness)
    if request.method == "POST" and form.is_valid():
        answer = decide(request, look, item, form)
        if answer is not None:
            return answer
    context = {"look": look, "page": page, "form": form, "decisions": decisions(look, item)}
    return TemplateResponse(request, "journey/audience.html", context)


def decide(
    request: HttpRequest, look: Look, item: Entry, form: OpennessForm
) -> HttpResponse | None:
    openness = form.openness
    try:
        services.change_audience(
            by=look.by,
            person=look.person.pk,
            entry=item.pk,
            audience=openness.audience,
            withheld_reason=openness.reason,
            withheld_until=openness.until,
            named=openness.named,
            operation=operation_of(form),
            digest=digest_of(form, item.pk),
        )
    except UsedOperation:
        form.renewed(USED)
        return None
    except Unfit as unfit:
        form.refuse(unfit)
        return None
    messages.success(request, receipts.decided(item.pk))
    return to_entry(item)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(Action.ADD, room=ROOM)
def release(request: HttpRequest, look: Look) -> HttpResponse:
    """Choose, look at it as the person will, then let everyone in the circle see it."""
    cards = unreleased(look)
    decided = decided_among(look, asked=request.POST.getlist("entries"))
    form = ReleaseForm(request.POST or None, cards=cards, decided=decided)
    context = {"look": look, "cards": cards, "form": form}
    if request.method != "POST" or not form.is_valid():
        return TemplateResponse(request, "journey/release.html", context)
    if not form.is_confirmed:
        context["previews"] = previews(form.waiting, look=look)
        return TemplateResponse(request, "journey/release_preview.html", context)
    return release_chosen(request, look, form) or TemplateResponse(
        request, "journey/release.html", context
    )


def release_chosen(request: HttpRequest, look: Look, form: ReleaseForm) -> HttpResponse | None:
    try:
        outcome = services.release(
            by=look.by,
            person=look.person.pk,
            entries=form.chosen,
            operation=operation_of(form),
            digest=digest_of(form, look.person.pk),
        )
    except UsedOperation:
        form.renewed(USED)
        return None
    messages.success(request, released(len(form.chosen if outcome.replayed else form.waiting)))
    return HttpResponseRedirect(reverse("home:record", args=[look.person.pk]))


def released(number: int) -> str:
    """What a release has done. Somebody else may have decided while the page was open."""
    if number == 0:
        return _("Somebody has decided about this already.")
    said = ngettext(
        "Everyone in the circle can see it now.",
        "Everyone in the circle can see these %(number)s entries now.",
        number,
    )
    return said % {"number": number}
