"""Views behind each decorator, and their addresses, beside those of the house."""

from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import include, path

from alongside.accounts.models import Account
from alongside.accounts.routes import signed_in, viewer_of
from alongside.accounts.viewer import Viewer
from alongside.audit.services import Depth
from alongside.lib import ids
from alongside.people.models import Person
from alongside.sharing import services
from alongside.sharing.models import RecordItem
from alongside.sharing.pages import in_one_look, item_page, record_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look
from alongside.sharing.tests.factories import account, item_table


def shown(request: HttpRequest, words: str, **context: Any) -> TemplateResponse:
    """A page that is not drawn yet; it says where it is drawn."""
    template = engines["django"].from_string(words + " {{ drawn }}")
    return TemplateResponse(request, template, context | {"drawn": where_it_is_drawn})


def where_it_is_drawn() -> str:
    return "inside" if connection.in_atomic_block else "after the commit"


@record_page(room="home")
def record(request: HttpRequest, look: Look) -> TemplateResponse:
    return shown(request, "{{ look.person.identity.given }}", look=look)


@record_page(Action.ADD, room="plans", depth=Depth.DETAILED)
def writing(request: HttpRequest, look: Look, kind: str) -> TemplateResponse:
    return shown(request, "{{ kind }} for {{ look.rule }}", kind=kind, look=look)


@record_page(room="home")
def half_done(request: HttpRequest, look: Look) -> HttpResponse:
    """Changes something, and is refused by a service after that."""
    Person.objects.filter(pk=look.person.pk).update(account=None)
    services.allow(by=look.by, person=ids.new(), action=Action.ADD, room="home")
    return HttpResponse()


def item(request: HttpRequest, look: Look, item: RecordItem) -> TemplateResponse:
    return shown(request, "{{ item.audience }}", look=look, item=item)


@signed_in
@in_one_look
def of_nobody(request: HttpRequest) -> TemplateResponse:
    by = viewer_of(request)
    services.listed(
        by=by,
        people=Person.objects.filter(account=by.account).values_list("pk", flat=True),
        room="home",
    )
    return shown(request, "mine")


PERSON = "people/<uuid:person_id>/"
app_name = "pages"
urlpatterns = [
    path("of-nobody/", of_nobody),
    path(f"try/{PERSON}", record),
    path(f"try/{PERSON}write/<slug:kind>/", writing),
    path(f"try/{PERSON}half/", half_done),
    path(
        f"try/{PERSON}items/<uuid:item_id>/",
        lambda request, **asked: item_page(item_table(), room="home")(item)(request, **asked),
    ),
    path("", include("alongside.config.urls")),
]


def client_of(viewer: Viewer) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=account(viewer)))
    return client


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()
