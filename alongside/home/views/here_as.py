"""To be here in a post, or as oneself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from alongside.accounts.routes import signed_in, viewer_of
from alongside.accounts.viewer import Capacity
from alongside.agencies.viewers import come_as

# What the two buttons send. Anything else changes nothing.
CHOICES = {
    "work": (Capacity.WORKER, _("You are here for work now.")),
    "myself": (Capacity.PERSON, _("You are here as yourself now.")),
}


@require_POST
@signed_in
def here_as(request: HttpRequest) -> HttpResponseRedirect:
    """From the next page on; that is their home."""
    chosen = CHOICES.get(request.POST.get("as", ""))
    if chosen and come_as(chosen[0], by=viewer_of(request), session=request.session):
        messages.success(request, chosen[1])
    return HttpResponseRedirect(reverse("home:public"))
