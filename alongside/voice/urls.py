from django.urls import path

from alongside.voice.views import tell, viewpoint

app_name = "voice"

PERSON = "people/<uuid:person_id>/"

urlpatterns = [
    path("me/tell/", tell.tell_mine, name="tell-mine"),
    path(PERSON + "tell/", tell.tell, name="tell"),
    path(PERSON + "views/viewpoint/", viewpoint.viewpoint, name="viewpoint"),
]
