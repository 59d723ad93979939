"""The same pages under the names by which the sign-in library finds them. No page of its own."""

from django.urls import path

from alongside.accounts import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/", views.sign_in, name="account_request_login_code"),
    path("sign-in/code/", views.sign_in_code, name="account_confirm_login_code"),
    path("sign-in/passkey/", views.sign_in_passkey, name="mfa_login_webauthn"),
]
