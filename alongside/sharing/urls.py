from django.urls import path

from alongside.sharing import views

app_name = "sharing"
urlpatterns = [
    path("people/<uuid:person_id>/access/", views.access_log_page, name="access-log"),
    path("people/<uuid:person_id>/access/ask/", views.ask, name="ask"),
    path("people/<uuid:person_id>/questions/<uuid:item_id>/", views.question, name="question"),
    path("people/<uuid:person_id>/why/", views.why, name="why"),
    path("people/<uuid:person_id>/exclusions/", views.exclusions, name="exclusions"),
    path(
        "people/<uuid:person_id>/exclusions/<uuid:exclusion_id>/end/",
        views.end_exclusion,
        name="end-exclusion",
    ),
]
