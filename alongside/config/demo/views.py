"""Sign in as one of the cast with one click. These routes exist in demo mode alone."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alongside.accounts import proofs
from alongside.accounts.models import Account
from alongside.accounts.routes import public
from alongside.config.demo import area
from alongside.config.demo.cast import BY_SLUG, CAST


@public
@csrf_exempt  # nothing to protect: anybody may be anybody here, and every name is made up
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return TemplateResponse(request, "demo/sign_in.html", {"cast": CAST})
    slug = request.POST.get("as", "")
    if slug not in BY_SLUG:
        raise Http404
    account = Account.objects.get(pk=area.find().accounts[slug])
    proofs.sign_in(request, account, how="demo")
    return HttpResponseRedirect("/work/" if BY_SLUG[slug].place else "/me/")
