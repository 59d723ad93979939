"""What holds only because something was committed: bytes that leave after it, and two at once."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from pytest_django import Settings

from alongside.circles import queries as circles_now
from alongside.circles.models import Membership
from alongside.duty.tests.factories import make_worker
from alongside.lib import clock
from alongside.sharing import circle
from alongside.sharing.circle import HasKeyWorker
from alongside.sharing.tests import pages
from alongside.sharing.tests.factories import an_item, events, make_around, nobodys_journey
from alongside.sharing.tests.pages import client_of, words

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def these_pages(settings: Settings) -> None:
    settings.ROOT_URLCONF = pages.__name__


def test_a_page_is_drawn_after_the_event_is_kept() -> None:
    """Its bytes leave only then, and drawing it holds no lock."""
    around = make_around()
    note = an_item(around)
    client = client_of(around.school)
    for address in (
        f"/try/people/{around.id}/",
        f"/try/people/{around.id}/items/{note.pk}/",
        "/of-nobody/",
    ):
        assert words(client, address).endswith("after the commit")


def test_a_refusal_is_kept_although_the_page_was_undone() -> None:
    around = make_around()
    assert client_of(around.outsider).get(f"/try/people/{around.id}/").status_code == 404
    assert around.outsider.agency_id is not None
    (denied,) = events(around.outsider.agency_id)
    assert denied.object == around.id


def test_of_two_who_take_a_journey_at_once_one_has_it_and_the_other_is_told() -> None:
    around = make_around()
    child = nobodys_journey(around)
    takers = [around.colleague, make_worker("Ida Moss", on_duty=True)]
    start, told = Barrier(len(takers)), list[str]()

    def take(number: int) -> None:
        try:
            start.wait()
            circle.become_key_worker(by=takers[number], person=child.pk)
            told.append("mine")
        except HasKeyWorker:
            told.append("somebody else’s")
        finally:
            connection.close()

    threads = [Thread(target=take, args=[number]) for number in range(len(takers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["mine", "somebody else’s"]
    assert circles_now.key_worker(child.pk, clock.now()) is not None
    assert Membership.objects.filter(person=child).count() == 1
