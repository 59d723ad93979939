"""What I do, how to reach me, my photo, and when I am away: a worker's own page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alongside.accounts.about import remove_photo, set_photo
from alongside.accounts.operations import UsedOperation
from alongside.accounts.routes import viewer_of, worker
from alongside.home import about_me as services
from alongside.home.about_me_forms import AboutForm, AwayForm
from alongside.home.photos import REFUSALS, as_picture, photo_of
from alongside.lib.media.refusal import Refused
from alongside.sharing.pages import in_one_look


@worker
@require_http_methods(["GET", "HEAD", "POST"])
@in_one_look
def about_me(request: HttpRequest) -> HttpResponse:
    by = viewer_of(request)
    told = services.myself(by=by)
    said = {"does": told.does, "reach": told.reach}
    form = AboutForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            services.save(form, by=by)
        except UsedOperation:
            form.renewed(_("You have saved this page before. To save these words too, send it."))
        else:
            messages.success(request, _("Saved. The people you work with can read it now."))
            return back()
    return shown(request, about=form)


@worker
@require_POST
@in_one_look
def away(request: HttpRequest) -> HttpResponse:
    """From this day to that day, and who covers."""
    by = viewer_of(request)
    form = AwayForm(request.POST, by=by)
    if form.is_valid():
        try:
            services.go_away(form, by=by)
        except UsedOperation:
            form.renewed(_("You have saved this page before. To save these days too, send it."))
        except services.BadAbsence:
            form.add_error("ends", _("The last day cannot be before the first day, or over."))
        except services.WrongCover:
            form.add_error("cover", _("They are away too in these days. Choose somebody else."))
        else:
            messages.success(request, _("Saved. The people you work with can read it now."))
            return back()
    return shown(request, away=form)


@worker
@require_POST
@in_one_look
def here_again(request: HttpRequest) -> HttpResponse:
    services.come_back(by=viewer_of(request))
    messages.success(request, _("You are not away any more."))
    return back()


@worker
@require_http_methods(["GET", "HEAD", "POST"])
def my_photo(request: HttpRequest) -> HttpResponse:
    """My own photo as others see it; sent, another one in its place."""
    by = viewer_of(request)
    if request.method == "POST":
        sent = request.FILES.get("photo")
        if sent is None:
            messages.error(request, _("Choose a photo first."))
            return back()
        try:
            set_photo(by=by, content=sent.read())
        except Refused as refused:
            messages.error(request, str(REFUSALS[refused.reason]))
        else:
            messages.success(request, _("This is your photo now."))
        return back()
    content = photo_of(by.account)
    if content is None:
        raise Http404
    return as_picture(content)


@worker
@require_POST
@in_one_look
def my_photo_remove(request: HttpRequest) -> HttpResponse:
    remove_photo(by=viewer_of(request))
    messages.success(request, _("Your photo is gone for good."))
    return back()


def shown(
    request: HttpRequest, *, about: AboutForm | None = None, away: AwayForm | None = None
) -> TemplateResponse:
    by = viewer_of(request)
    told = services.myself(by=by)
    said = {"does": told.does, "reach": told.reach}
    context = {
        "about": about or AboutForm(initial=said),
        "away": away or AwayForm(by=by),
        "told": told,
        "absence": services.my_absence(by=by),
    }
    return TemplateResponse(request, "home/about_me.html", context)


def back() -> HttpResponse:
    return HttpResponseRedirect(reverse("home:about-me"))
