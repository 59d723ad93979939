"""What a person is called: written down, and corrected."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.accounts.operations import UsedOperation
from alongside.home.name_forms import (
    CHANGED,
    USED,
    ChangedMeanwhile,
    NameForm,
    SameIdentity,
    begun_again,
    save_name,
)
from alongside.home.naming import in_steps, versions_of
from alongside.sharing.pages import record_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look


@require_http_methods(["GET", "HEAD", "POST"])
@record_page(Action.NAME, room="people")
def name(request: HttpRequest, look: Look) -> HttpResponse:
    versions = versions_of(look)
    form = NameForm(request.POST.dict() or None, versions=versions)
    if request.method == "POST" and form.is_valid():
        try:
            save_name(form, look=look)
        except UsedOperation:
            form = begun_again(request.POST.dict(), versions=versions, because=USED)
        except SameIdentity:
            form.add_error(None, _("You have not changed anything yet."))
        except ChangedMeanwhile:
            versions = versions_of(look)
            form = begun_again(request.POST.dict(), versions=versions, because=CHANGED)
        else:
            messages.success(request, _("The name is saved."))
            return HttpResponseRedirect(reverse("home:record", args=[look.person.pk]))
    context = {"look": look, "form": form, "steps": in_steps(versions)}
    return TemplateResponse(request, "home/name.html", context)
