"""Pages for anybody: the front page, what a phone needs to install, and whether we are well."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from alongside.accounts.routes import public, viewer_of
from alongside.home.health import is_well
from alongside.ui.reading import DJANGO, LANGUAGES, NAMES, Dress, neutral, ours

# One app, whatever it is called: a new name takes the old one's place on a home screen.
SHOWN_AS = {
    "id": "/me/",
    "start_url": "/me/",
    "scope": "/",
    "dir": "auto",
    "display": "standalone",
    "background_color": "#f4f3ee",
    "theme_color": "#f4f3ee",
}


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What Alongside is and the way in; whoever is signed in goes to their own home."""
    viewer = viewer_of(request)
    if viewer.is_signed_in:
        return HttpResponseRedirect(reverse("home:work" if viewer.is_worker else "home:me"))
    return TemplateResponse(request, "home/front.html", {"is_demo": settings.DEMO})


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the vault, the database and the loop are well; no detail for strangers."""
    return JsonResponse({"well": (well := is_well())}, status=200 if well else 503)


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put us on its home screen, under the name and picture asked for.

    It comes from the address alone, so that everybody who chose the same gets the same bytes:
    browsers ask for it without cookies.
    """
    icon, language = request.GET.get("icon", ""), request.GET.get("in", "en")
    language = language if language in LANGUAGES else "en"
    dress = neutral(icon, language) if icon in NAMES else ours(language)
    with translation.override(DJANGO[language]):
        told = {"name": str(dress.name), "short_name": str(dress.name), "lang": language}
    answer = JsonResponse(
        told | SHOWN_AS | {"icons": pictures(dress)}, content_type="application/manifest+json"
    )
    answer["Cache-Control"] = "public, max-age=3600"
    return answer


def pictures(dress: Dress) -> list[dict[str, str]]:
    """Two sizes as drawn, and one that a phone may cut to its own shape."""
    plain = [
        {"src": dress.picture(size), "sizes": f"{size}x{size}", "purpose": "any"}
        for size in ("192", "512")
    ]
    cut = {"src": dress.picture("maskable"), "sizes": "512x512", "purpose": "maskable"}
    return [picture | {"type": "image/png"} for picture in (*plain, cut)]
