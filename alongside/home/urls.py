from django.urls import path

from alongside.home.views import (
    about_me,
    access,
    circle,
    here_as,
    me,
    name,
    public,
    reading,
    record,
    thread,
    work,
)

app_name = "home"

PERSON = "people/<uuid:person_id>/"
CIRCLE = PERSON + "circle/"
ACCESS = CIRCLE + "members/<uuid:membership_id>/access/"

urlpatterns = [
    path("", public.front, name="public"),
    path("health/", public.health, name="health"),
    path("manifest.webmanifest", public.manifest, name="manifest"),
    path("reading/", reading.reading, name="reading"),
    path("me/", me.me, name="me"),
    path("me/news/", me.beside_news, name="beside-news"),
    path("here-as/", here_as.here_as, name="here-as"),
    path("work/", work.work, name="work"),
    path("work/news/", work.work_news, name="work-news"),
    path("work/urgent/", work.work_urgent, name="work-urgent"),
    path("work/me/", about_me.about_me, name="about-me"),
    path("work/me/away/", about_me.away, name="away"),
    path("work/me/here-again/", about_me.here_again, name="here-again"),
    path("work/me/photo/", about_me.my_photo, name="my-photo"),
    path("work/me/photo/remove/", about_me.my_photo_remove, name="my-photo-remove"),
    path("work/people/", work.work_people, name="work-people"),
    path(PERSON, record.record, name="record"),
    path(PERSON + "news/", me.news, name="news"),
    path(PERSON + "entries/<uuid:item_id>/thread/", thread.thread, name="thread"),
    path(PERSON + "name/", name.name, name="name"),
    path(CIRCLE, circle.circle, name="circle"),
    path(CIRCLE + "invite/", circle.invite, name="invite"),
    path(CIRCLE + "take/", circle.take, name="take"),
    path(CIRCLE + "leave/", circle.leave, name="leave"),
    path(CIRCLE + "invitations/<uuid:invitation_id>/withdraw/", circle.withdraw, name="withdraw"),
    path(CIRCLE + "members/<uuid:membership_id>/remove/", circle.remove, name="remove"),
    path(
        CIRCLE + "members/<uuid:membership_id>/key-worker/",
        circle.change_key_worker,
        name="change-key-worker",
    ),
    path(CIRCLE + "members/<uuid:membership_id>/photo/", circle.member_photo, name="member-photo"),
    path(ACCESS, access.access, name="access"),
    path(ACCESS + "propose/", access.propose_access, name="propose-access"),
    path(ACCESS + "freeze/", access.freeze_access, name="freeze-access"),
    path(
        ACCESS + "decisions/<uuid:decision_id>/confirm/",
        access.confirm_access,
        name="confirm-access",
    ),
    path(
        ACCESS + "decisions/<uuid:decision_id>/refuse/", access.refuse_access, name="refuse-access"
    ),
    path("invitations/<uuid:invitation_id>/accept/", circle.accept, name="accept"),
    path("invitations/<uuid:invitation_id>/decline/", circle.decline, name="decline"),
]
