from django.urls import path

from alongside.voice.views import viewpoint

app_name = "voice"

PERSON = "people/<uuid:person_id>/"

urlpatterns = [
    path(PERSON + "views/viewpoint/", viewpoint.viewpoint, name="viewpoint"),
]
