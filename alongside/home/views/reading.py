"""How somebody likes to read, asked on one page that is there for everybody."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.accounts.routes import public
from alongside.ui.reading import LANGUAGES, NAMES, back_from, neutral, reading_of, remember


@public
@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: HttpRequest) -> HttpResponse:
    """GET shows the choices. POST keeps them on this device and goes back to where one came from.

    The button for the other language, at the end of every page, sends that alone.
    """
    if request.method != "POST":
        return TemplateResponse(request, "home/reading.html", choices(request))
    answer = HttpResponseRedirect(back_from(request, request.POST.get("back")) or "/")
    remember(answer, reading_of(request).changed(request.POST.dict()))
    return answer


def choices(request: HttpRequest) -> dict[str, object]:
    """Each question with its answers, and where to go afterwards."""
    now, came_from = reading_of(request), back_from(request, None)
    here = reverse("home:reading")
    return {
        "languages": [(code, name, code == now.language) for code, name in LANGUAGES.items()],
        "sizes": [
            ("100", _("As it is"), now.text == "100"),
            ("125", _("Larger"), now.text == "125"),
            ("150", _("Very large"), now.text == "150"),
        ],
        "contrasts": [
            ("normal", _("Soft colours"), now.contrast == "normal"),
            ("more", _("Strong colours"), now.contrast == "more"),
        ],
        "easies": [
            ("no", _("Everything"), not now.easy),
            ("yes", _("Easy read: bigger, and one thing on a line"), now.easy),
        ],
        "icons": [
            (code, name, code == now.icon, neutral(code, now.language).drawn)
            for code, name in NAMES.items()
        ],
        "back": "" if came_from.startswith(here) else came_from,
    }
