"""Pages for anybody: the front page, what a phone needs to install, and whether we are well."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from alongside.accounts.routes import public, viewer_of
from alongside.home.health import is_well


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
    """What a phone needs to put Alongside on its home screen."""
    return JsonResponse(
        {
            "name": "Alongside",
            "short_name": "Alongside",
            "start_url": reverse("home:public"),
            "display": "standalone",
            "background_color": "#f4f3ee",
            "theme_color": "#f4f3ee",
            "icons": [{"src": static("ui/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )
