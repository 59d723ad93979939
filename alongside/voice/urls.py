from django.urls import path

from alongside.voice.views import readers, tell, together, unsafe, viewpoint

app_name = "voice"

PERSON = "people/<uuid:person_id>/"

urlpatterns = [
    path("me/tell/", tell.tell_mine, name="tell-mine"),
    path("me/tell/begun/", tell.begun, name="begun"),
    path("me/now/", unsafe.unsafe, name="unsafe"),
    path(PERSON + "tell/", tell.tell, name="tell"),
    path(PERSON + "views/", together.views, name="views"),
    path(PERSON + "views/together/", together.together, name="together"),
    path(PERSON + "views/<uuid:item_id>/readers/", readers.readers, name="readers"),
    path("differences/", viewpoint.apart, name="differences"),
    path(PERSON + "views/viewpoint/", viewpoint.viewpoint, name="viewpoint"),
    path(PERSON + "views/sides/", viewpoint.sides, name="sides"),
]
