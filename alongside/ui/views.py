"""Pages of the look itself: every piece in one place, and the words of a form that came too late."""

import re
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from alongside.lib import clock
from alongside.lib.media.refusal import TOO_LARGE
from alongside.ui.forms import Choice, Choices, Day, Form, Line, Moment, OneOfMany, Words, YesNo

CARRIED = {"csrfmiddlewaretoken", "operation"}
# A form with such a field is private through and through: nothing of it is shown anywhere else.
KEPT = "kept_"


class GalleryForm(Form):
    """One question of each sort."""

    COLOURS: ClassVar = [("sea", _("The sea")), ("wood", _("The wood")), ("town", _("The town"))]

    name = Line(label=_("What can we call you?"), help_text=_("A made-up name is fine."))
    happened = Words(label=_("What happened?"), help_text=_("Start anywhere. Spelling is free."))
    alone = YesNo(label=_("Were you alone?"))
    place = Choice(label=_("Where do you like to be?"), choices=COLOURS)
    places = Choices(label=_("Where have you been?"), choices=COLOURS, required=False)
    school = OneOfMany(label=_("Which of these?"), choices=COLOURS)
    born = Day(label=_("Which day?"), help_text=_("For example, 27 3 2026."))
    at = Moment(label=_("When was it?"), help_text=_("Use the 24-hour clock."))


# What somebody typed who made every mistake there is.
MISTAKEN = {
    "wrong-name": "x" * 201,
    "wrong-happened": " ",
    "wrong-place": "the moon",
    "wrong-born_day": "31",
    "wrong-born_month": "2",
    "wrong-born_year": "2026",
    "wrong-at_day": "today",
}
SPRITE = Path(__file__).parent / "static/ui/icons.svg"


@require_safe
def gallery(request: HttpRequest) -> TemplateResponse:
    """Every piece of the look with made-up words, for whoever draws a page and for axe."""
    now = clock.now()
    context = {
        "icons": icons(),
        "asked": GalleryForm(),
        "mistaken": GalleryForm(MISTAKEN, prefix="wrong"),
        "now": now,
        "yesterday": now - timedelta(days=1),
        "before": now - timedelta(days=40),
    }
    return TemplateResponse(request, "ui/gallery.html", context)


def icons() -> list[str]:
    """The names of all pictures that there are."""
    return re.findall(r'<symbol id="(\w+)"', SPRITE.read_text())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from elsewhere. Our own page gets its words back."""
    if TOO_LARGE in request.META:  # its token was in the body, which nobody kept
        return render(request, "413.html", status=413)
    words = own_words(request)
    return render(request, "403_csrf.html", {"words": words}, status=403)


def signed_out(request: HttpRequest) -> HttpResponse | None:
    """For a form that comes after its session has ended: its words back, if it had any.

    The same whatever its address is. None for what a script sent, which keeps the words itself.
    """
    words = own_words(request) if "text/html" in request.headers.get("Accept", "") else []
    return render(request, "ui/signed_out.html", {"words": words}, status=403) if words else None


def own_words(request: HttpRequest) -> list[str]:
    """What somebody wrote on a page of ours. Nothing from another site is ever shown."""
    ours = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Origin") != ours:
        return []
    if any(name.startswith(KEPT) for name in request.POST):
        return []
    typed = (
        str(text)
        for name in request.POST
        if name not in CARRIED
        for text in request.POST.getlist(name)
    )
    return [text for text in typed if " " in text.strip()]
