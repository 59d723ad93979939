from django.urls import path

from alongside.sharing import views

app_name = "sharing"
urlpatterns = [
    path("people/<uuid:person_id>/access/", views.access_log_page, name="access-log"),
    path("people/<uuid:person_id>/why/", views.why, name="why"),
]
