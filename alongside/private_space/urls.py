from django.urls import path

from alongside.private_space import views

app_name = "private_space"

urlpatterns = [path("private/", views.privacy, name="privacy")]
