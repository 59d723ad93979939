"""Pages of signing in and out, and of an account's own passkeys."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from allauth.mfa.webauthn.internal import auth, flows
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from alongside.accounts import passkeys, proofs
from alongside.accounts.forms import AddressForm, CodeForm, PasskeyAddForm, PasskeyForm
from alongside.accounts.routes import View, ViewerRequest, public, signed_in, to_sign_in

# What a browser forgets when somebody leaves quickly.
WIPED = '"cookies", "storage"'


class SignIn(RequestLoginCodeView):
    """Asks for an address; the answer is the same whether or not we know it."""

    form_class = AddressForm
    template_name = "account/request_login_code.html"

    def form_valid(self, form: AddressForm) -> HttpResponse:
        if form._user is None:
            # The same work as for an address we know, all but the sending: time must not tell.
            adapter = get_adapter()
            code = {"code": adapter.generate_login_code()}
            adapter.send_mail("account/email/login_code", form.cleaned_data["email"], code)
        response: HttpResponse = super().form_valid(form)
        return response

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        """Whoever comes back here wants to type another address."""


class SignInCode(ConfirmLoginCodeView):
    form_class = CodeForm
    template_name = "account/confirm_login_code.html"


class SignInPasskey(LoginWebAuthnView):
    form_class = PasskeyForm


class PasskeyAdd(AddWebAuthnView):
    form_class = PasskeyAddForm
    template_name = "mfa/webauthn/add_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        # A passkey proper: kept on the device and unlocked by its owner, so it signs in alone.
        options = auth.begin_registration(self.request.user, passwordless=True)
        return context | {"options": {"creation_options": options}}

    def get_success_url(self) -> str:
        return reverse("accounts:passkeys")


add_form: View = PasskeyAdd.as_view()
sign_in = public(SignIn.as_view())
sign_in_code = public(SignInCode.as_view())
sign_in_passkey = public(SignInPasskey.as_view())


@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    logout(request)
    return to_sign_in()


@public
@csrf_exempt  # leaving works from any page, however old; no other site can send our session along
@require_POST
def leave(request: HttpRequest) -> HttpResponseBase:
    """Sign out, wipe, and open a page about something else: going back from there shows nothing.

    Cookies go too, those of language and letter size among them: they would tell that somebody was
    here. Where a person waits for the answer, files that every visitor gets are not wiped with the
    rest: in some browsers that takes seconds.
    """
    logout(request)
    answer = HttpResponseRedirect(settings.ELSEWHERE)
    waits = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    answer.headers["Clear-Site-Data"] = WIPED if waits else f'"cache", {WIPED}'
    return answer


@signed_in
@require_GET
def passkey_list(request: ViewerRequest) -> HttpResponseBase:
    return render(
        request,
        "mfa/webauthn/authenticator_list.html",
        {"passkeys": passkeys.passkeys_of(account_of(request))},
    )


@signed_in
@require_http_methods(["GET", "POST"])
def passkey_add(request: ViewerRequest) -> HttpResponseBase:
    if not proofs.read(request.session).is_fresh:
        return prove_again(request)
    return add_form(request)


@signed_in
@require_http_methods(["GET", "POST"])
def passkey_remove(request: ViewerRequest, passkey_id: UUID) -> HttpResponseBase:
    row = passkeys.row_of(account_of(request), passkey_id)
    if row is None:
        raise Http404
    if not proofs.read(request.session).is_fresh:
        return prove_again(request)
    if request.method == "GET":
        return render(request, "mfa/webauthn/authenticator_confirm_delete.html")
    flows.remove_authenticator(request, row)
    return HttpResponseRedirect(reverse("accounts:passkeys"))


def prove_again(request: HttpRequest) -> HttpResponse:
    """A session left open is not enough to change how an account is opened."""
    return render(request, "account/prove_again.html", status=403)


def account_of(request: ViewerRequest) -> UUID:
    if request.viewer.account is None:
        raise Http404
    return request.viewer.account
