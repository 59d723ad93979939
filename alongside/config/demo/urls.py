from django.urls import path

from alongside.config.demo import views

app_name = "demo"
urlpatterns = [path("sign-in/", views.sign_in, name="sign-in")]
