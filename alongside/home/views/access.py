"""What family, carers and advocates may see: shown, proposed, confirmed, refused, stopped."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.names import names
from alongside.accounts.operations import UsedOperation
from alongside.home.access_forms import NotOpen, SameHand, form_for, propose
from alongside.sharing import access as services
from alongside.sharing.pages import record_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look

ROOM = "sharing"


@require_safe
@record_page(Action.READ_ACCESS, room=ROOM)
def access(request: HttpRequest, look: Look, membership_id: UUID) -> TemplateResponse:
    """What one member can see now, what is proposed, and everything that was decided before."""
    return page(request, look, membership_id)


def page(
    request: HttpRequest, look: Look, membership_id: UUID, form: object = None
) -> TemplateResponse:
    member = services.member(look, membership_id)
    decided = services.decisions(look, membership_id)
    may_propose = look.may(Action.PROPOSE_ACCESS)
    context = {
        "look": look,
        "member": member,
        "name": names([member.account_id]).get(member.account_id, ""),
        "reach": services.reach_now(member),
        "proposal": next((row for row in decided if row.is_open), None),
        "decided": [row for row in decided if not row.is_open],
        "may_freeze": look.may(Action.FREEZE) and member.frozen_at is None,
        "form": form or (may_propose and form_for(look, None, reach=services.reach_now(member))),
    }
    return TemplateResponse(request, "home/access.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(Action.PROPOSE_ACCESS, room=ROOM)
def propose_access(request: HttpRequest, look: Look, membership_id: UUID) -> HttpResponse:
    member = services.member(look, membership_id)
    if request.method != "POST":
        return back(look, membership_id)
    form = form_for(look, request.POST, reach=services.reach_now(member))
    if form.is_valid():
        try:
            propose(form, look=look, membership=membership_id)
        except UsedOperation:
            form.renewed(_("You have sent this page before, with other words. Send it again."))
        else:
            messages.success(request, _("It is saved. Look below at what happens now."))
            return back(look, membership_id)
    return page(request, look, membership_id, form)


@require_POST
@record_page(Action.CONFIRM_ACCESS, room=ROOM)
def confirm_access(
    request: HttpRequest, look: Look, membership_id: UUID, decision_id: UUID
) -> HttpResponse:
    person = look.person.pk
    return changed(
        request,
        look,
        membership_id,
        lambda: services.confirm(by=look.by, person=person, decision=decision_id),
        _("It is confirmed. They can see this much from now on."),
    )


@require_POST
@record_page(Action.CONFIRM_ACCESS, room=ROOM)
def refuse_access(
    request: HttpRequest, look: Look, membership_id: UUID, decision_id: UUID
) -> HttpResponse:
    person = look.person.pk
    return changed(
        request,
        look,
        membership_id,
        lambda: services.withdraw(by=look.by, person=person, decision=decision_id),
        _("You said no. Nothing has changed."),
    )


@require_POST
@record_page(Action.FREEZE, room=ROOM)
def freeze_access(request: HttpRequest, look: Look, membership_id: UUID) -> HttpResponse:
    person = look.person.pk
    return changed(
        request,
        look,
        membership_id,
        lambda: services.freeze(by=look.by, person=person, membership=membership_id),
        _("Stopped. They can see nothing from now on."),
    )


def changed(
    request: HttpRequest,
    look: Look,
    membership: UUID,
    change: Callable[[], None],
    receipt: str,
) -> HttpResponse:
    """Do it, say what came of it, and show how it stands now."""
    services.member(look, membership)  # an address that names nobody answers nothing
    try:
        change()
    except NotOpen:
        messages.error(request, _("Somebody has answered this already. Look at how it stands."))
    except SameHand:
        messages.error(request, _("Somebody else has to confirm this, not who proposed it."))
    else:
        messages.success(request, receipt)
    return back(look, membership)


def back(look: Look, membership: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("home:access", args=[look.person.pk, membership]))
