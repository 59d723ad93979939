"""The circle of a person: who is in it, and every change of it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside.accounts.operations import UsedOperation
from alongside.accounts.routes import signed_in, viewer_of
from alongside.home.around import circle as who_is_around
from alongside.home.circle_forms import CannotBeDone, InviteForm, in_words, invite_guest
from alongside.home.photos import as_picture, photo_of_member
from alongside.sharing import circle as services
from alongside.sharing.access import open_proposals
from alongside.sharing.pages import in_one_look, record_page
from alongside.sharing.rules import Action, Tie
from alongside.sharing.services import Look, Refused

ROOM = "circles"


@require_safe
@record_page(room=ROOM)
def circle(request: HttpRequest, look: Look) -> TemplateResponse:
    may_change, has_say = look.may(Action.CHANGE_CIRCLE), look.may(Action.READ_ACCESS)
    context = {
        "look": look,
        # Who is asked, and who has left, is for the person and for who looks after the circle.
        "circle": who_is_around(
            look, with_history=may_change or Tie.SELF in look.standing.ties, with_about=True
        ),
        "may_change": may_change,
        "may_leave": look.may(Action.LEAVE),
        "has_say": has_say,
        "may_freeze": look.may(Action.FREEZE),
        "proposed": open_proposals(look) if has_say else set(),
    }
    return TemplateResponse(request, "home/circle.html", context)


@require_safe
@record_page(room=ROOM)
def member_photo(_request: HttpRequest, look: Look, membership_id: UUID) -> HttpResponse:
    """The photo of a worker of this circle, for whoever may see the circle."""
    content = photo_of_member(look, membership_id)
    if content is None:
        raise Refused(by=look.by, action=Action.SEE, room=ROOM, rule="absent", object=membership_id)
    return as_picture(content)


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(Action.CHANGE_CIRCLE, room=ROOM)
def invite(request: HttpRequest, look: Look) -> HttpResponse:
    form = InviteForm(request.POST or None, look=look)
    if request.method == "POST" and form.is_valid():
        try:
            invite_guest(form, look=look)
        except UsedOperation:
            form.renewed(
                _("You have asked somebody with this page already. To ask again, send it.")
            )
        except CannotBeDone as refusal:
            form.add_error(None, in_words(refusal))
        else:
            messages.success(request, form.receipt)
            return back(look.person.pk)
    return TemplateResponse(request, "home/invite.html", {"look": look, "form": form})


@require_POST
@record_page(Action.CHANGE_CIRCLE, room=ROOM)
def withdraw(request: HttpRequest, look: Look, invitation_id: UUID) -> HttpResponse:
    person = look.person.pk
    return changed(
        request,
        person,
        lambda: services.withdraw(by=look.by, person=person, invitation=invitation_id),
        _("The invitation is taken back."),
    )


@require_POST
@record_page(Action.CHANGE_CIRCLE, room=ROOM)
def remove(request: HttpRequest, look: Look, membership_id: UUID) -> HttpResponse:
    person = look.person.pk
    return changed(
        request,
        person,
        lambda: services.remove(by=look.by, person=person, membership=membership_id),
        _("They are out of the circle. They can see nothing from now on."),
    )


@require_POST
@record_page(Action.CHANGE_CIRCLE, room=ROOM)
def change_key_worker(request: HttpRequest, look: Look, membership_id: UUID) -> HttpResponse:
    person = look.person.pk
    return changed(
        request,
        person,
        lambda: services.change_key_worker(by=look.by, person=person, to=membership_id),
        _("The key worker has changed."),
    )


@require_POST
@record_page(Action.CHANGE_CIRCLE, room=ROOM)
def take(request: HttpRequest, look: Look) -> HttpResponse:
    """A worker on duty becomes key worker of a journey that has none."""
    person = look.person.pk
    return changed(
        request,
        person,
        lambda: services.become_key_worker(by=look.by, person=person),
        _("You are the key worker now."),
    )


@require_POST
@record_page(Action.LEAVE, room=ROOM)
def leave(request: HttpRequest, look: Look) -> HttpResponse:
    return answered(
        request,
        lambda: services.leave(by=look.by, person=look.person.pk),
        _("You have left the circle."),
    )


@require_POST
@signed_in
@in_one_look
def accept(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    try:
        membership = services.accept(by=viewer_of(request), invitation=invitation_id)
    except CannotBeDone as refusal:
        messages.error(request, in_words(refusal))
        return HttpResponseRedirect(reverse("home:public"))
    messages.success(request, _("You are in the circle now."))
    return HttpResponseRedirect(reverse("home:record", args=[membership.person_id]))


@require_POST
@signed_in
@in_one_look
def decline(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    return answered(
        request,
        lambda: services.decline(by=viewer_of(request), invitation=invitation_id),
        _("You said no. Whoever asked you can see that."),
    )


def changed(
    request: HttpRequest, person: UUID, change: Callable[[], None], receipt: str
) -> HttpResponse:
    """Do one change of the circle, say what came of it, and go back to the circle."""
    say(request, change, receipt)
    return back(person)


def answered(request: HttpRequest, change: Callable[[], None], receipt: str) -> HttpResponse:
    """The same for somebody who may have no circle to go back to."""
    say(request, change, receipt)
    return HttpResponseRedirect(reverse("home:public"))


def say(request: HttpRequest, change: Callable[[], None], receipt: str) -> None:
    try:
        change()
    except CannotBeDone as refusal:
        messages.error(request, in_words(refusal))
    else:
        messages.success(request, receipt)


def back(person: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("home:circle", args=[person]))
