"""Only what signing in needs: no sign-up, no passwords, none of the library's other pages."""

from django.urls import path

from alongside.accounts import views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("sign-in/code/", views.sign_in_code, name="sign-in-code"),
    path("sign-in/passkey/", views.sign_in_passkey, name="sign-in-passkey"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("leave/", views.leave, name="leave"),
    path("passkeys/", views.passkey_list, name="passkeys"),
    path("passkeys/add/", views.passkey_add, name="passkey-add"),
    path("passkeys/<uuid:passkey_id>/remove/", views.passkey_remove, name="passkey-remove"),
]
