"""The made-up area: made once, kept on duty, and one click to be anybody in it."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from alongside.accounts.models import Account
from alongside.audit.models import AccessEvent
from alongside.circles import queries as circles
from alongside.circles.models import Membership
from alongside.config.demo import area as demo
from alongside.config.demo.cast import CAST, CIRCLE
from alongside.config.tests import demo_urls
from alongside.duty import queries as duty
from alongside.duty.models import Shift
from alongside.journey.models import Entry
from alongside.lib import clock
from alongside.people.models import Person
from tests.northmere import DAY, NIGHT, Northmere, northmere

PLACES = {member.slug: "/work/" if member.place else "/me/" for member in CAST}


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Northmere]:
    """The area, made once for this file; then it never was."""
    with django_db_blocker.unblock(), transaction.atomic(), northmere() as area:
        yield area
        transaction.set_rollback(True)


@pytest.fixture
def area(made: Northmere, db: None, settings: Settings) -> Iterator[Northmere]:
    settings.DEMO = True
    settings.ROOT_URLCONF = demo_urls.__name__
    with clock.hold(DAY):
        yield made


# Signing in


@pytest.mark.parametrize("slug", PLACES)
def test_one_click_makes_anybody_of_anybody(area: Northmere, slug: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/demo/sign-in/", {"as": slug})
    assert (answer.status_code, answer["Location"]) == (302, PLACES[slug])
    home = client.get(PLACES[slug])
    assert home.status_code == 200
    viewer = home.wsgi_request.viewer  # type: ignore[attr-defined]  # filled by the middleware
    assert (viewer.account, viewer.proof) == (area.account(slug), "demo")


@pytest.mark.parametrize("slug", ["", "nobody", "KEY-WORKER", "key-worker ", "young_person"])
def test_somebody_who_is_not_of_the_cast_is_not_there(area: Northmere, slug: str) -> None:
    client = Client()
    assert client.post("/demo/sign-in/", {"as": slug}).status_code == 404
    assert client.get("/me/").status_code == 302


def test_without_a_name_nobody_is_signed_in(area: Northmere) -> None:
    assert Client().post("/demo/sign-in/").status_code == 404


def test_the_page_shows_the_cast_with_a_button_each(area: Northmere) -> None:
    shown = Client().get("/demo/sign-in/").content.decode()
    for member in CAST:
        assert member.name in shown
        assert f'name="as" value="{member.slug}"' in shown


def test_being_somebody_else_ends_the_session_before(area: Northmere) -> None:
    client = Client()
    client.post("/demo/sign-in/", {"as": "key-worker"})
    first = client.cookies["sessionid"].value
    client.post("/demo/sign-in/", {"as": "parent"})
    assert client.cookies["sessionid"].value != first
    client.cookies["sessionid"] = first
    assert client.get("/me/")["Location"] == "/sign-in/"


def test_outside_of_a_demo_there_is_no_such_page(db: None) -> None:
    answer = Client().post("/demo/sign-in/", {"as": "key-worker"})
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")


# The area


def everything() -> dict[str, int]:
    tables = (Account, Person, Membership, Entry, Shift, AccessEvent)
    return {table._meta.label: table._default_manager.count() for table in tables}


def test_made_again_it_changes_nothing(area: Northmere) -> None:
    before = everything()
    said: list[str] = []
    demo.ensure(said.append)
    demo.ensure(said.append)
    assert everything() == before
    assert said == []


def test_it_is_found_again_as_it_was_made(area: Northmere) -> None:
    assert demo.find() == area.area
    assert set(area.area.accounts) == {member.slug for member in CAST}


def test_the_circle_is_as_the_cast_says(area: Northmere) -> None:
    members = circles.members(area.person, clock.now())
    accounts = {area.account(slug) for slug in ("parent", "key-worker", *CIRCLE)}
    assert {member.account_id for member in members} == accounts
    key_worker = circles.key_worker(area.person, clock.now())
    assert key_worker is not None
    assert key_worker.account_id == area.account("key-worker")


def on_duty(area: Northmere) -> set[str]:
    slugs = {account: slug for slug, account in area.area.accounts.items()}
    running = Shift.objects.filter(duty.running(clock.now()), account__in=slugs)
    return {slugs[account] for account in running.values_list("account_id", flat=True)}


def test_somebody_is_on_duty_at_every_hour_of_the_weeks_to_come(area: Northmere) -> None:
    for hour in range(-24, 27 * 24, 5):  # every hour of the day, in the course of the weeks
        with clock.hold(DAY + timedelta(hours=hour)):
            assert on_duty(area), clock.now()


def test_days_are_samiras_and_helens_and_nights_joyces(area: Northmere) -> None:
    assert on_duty(area) == {"key-worker", "team-manager"}
    with clock.hold(NIGHT):
        assert on_duty(area) == {"night-duty"}


@pytest.mark.parametrize("days", [1, 20, 50])
def test_shifts_go_on_when_the_demo_is_started_on_a_later_day(area: Northmere, days: int) -> None:
    with clock.hold(DAY + timedelta(days=days)):
        demo.ensure()
        assert on_duty(area) == {"key-worker", "team-manager"}
        twice = Shift.objects.count()
        demo.ensure()
        assert Shift.objects.count() == twice
        with clock.hold(DAY + timedelta(days=days + 26)):
            assert on_duty(area) == {"key-worker", "team-manager"}


def test_no_two_shifts_of_one_post_begin_at_once(area: Northmere) -> None:
    begun: list[tuple[UUID, object]] = list(Shift.objects.values_list("post", "starts"))
    assert len(begun) == len(set(begun))
