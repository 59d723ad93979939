from django.urls import URLPattern

app_name = "private_space"

urlpatterns: list[URLPattern] = []
