from django.urls import path

from alongside.accounts.routes import public
from alongside.config.demo import views
from alongside.ui.views import gallery

app_name = "demo"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign-in"),
    path("gallery/", public(gallery), name="gallery"),
]
