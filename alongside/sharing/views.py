"""Who has looked, why somebody can see this, and who is kept out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.accounts.operations import UsedOperation
from alongside.sharing import exclusions as kept
from alongside.sharing.access_log import PAGE, access_log
from alongside.sharing.forms import EndExclusionForm, ExclusionForm, LinesForm
from alongside.sharing.pages import record_page
from alongside.sharing.rules import Action
from alongside.sharing.services import EndedAlready, ExcludedAlready, Look
from alongside.ui.forms import operation_of


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


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(Action.SET_EXCLUSION, room="circles")
def exclusions(request: HttpRequest, look: Look) -> HttpResponse:
    """Who must not see this record, and somebody more. In the log it is a look at the circle."""
    form = ExclusionForm(request.POST or None, look=look)
    if request.method == "POST" and form.is_valid() and keep_out(look, form):
        messages.success(request, _("They see nothing of this record from now on."))
        return back(look)
    context = {"look": look, "form": form, "kept_out": kept.kept_out(look)}
    return TemplateResponse(request, "sharing/exclusions.html", context)


def keep_out(look: Look, form: ExclusionForm) -> bool:
    """Whether it is done. If not, the form says why."""
    try:
        kept.keep_out(
            look=look,
            account=form.whom,
            reason=form.cleaned_data["reason"],
            operation=operation_of(form),
            digest=form.digest(look.person.pk),
        )
    except UsedOperation:
        form.renewed(
            _("You have kept somebody out with this page before. To do it again, send it.")
        )
    except ExcludedAlready:
        form.add_error("account", _("They are kept out already."))
    return form.is_valid()


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(Action.SET_EXCLUSION, room="circles")
def end_exclusion(request: HttpRequest, look: Look, exclusion_id: UUID) -> HttpResponse:
    """Somebody may see this record again."""
    form = EndExclusionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and end(look, exclusion_id, form):
        messages.success(request, _("This has ended. They can see the record again."))
        return back(look)
    found = kept.to_end(look, exclusion_id, or_ended=request.method == "POST")
    context = {"look": look, "form": form, "kept": found}
    return TemplateResponse(request, "sharing/end_exclusion.html", context)


def end(look: Look, exclusion: UUID, form: EndExclusionForm) -> bool:
    """Whether it has ended, now or before. If not, the form says why."""
    try:
        kept.end(
            look=look,
            exclusion=exclusion,
            reason=form.cleaned_data["reason"],
            operation=operation_of(form),
            digest=form.digest(look.person.pk, exclusion),
        )
    except UsedOperation:
        form.renewed(_("You have used this page before. To end this one, send it."))
    except EndedAlready:
        return True
    return form.is_valid()


def back(look: Look) -> HttpResponse:
    return HttpResponseRedirect(reverse("sharing:exclusions", args=[look.person.pk]))
