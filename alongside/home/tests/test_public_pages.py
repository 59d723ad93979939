"""What anybody gets: the front page, whether the house is well, what a phone needs to install it."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from pytest_django import Settings

from alongside.duty import services as duty
from alongside.duty.tests.factories import make_promise
from alongside.lib import clock
from tests.northmere import SLUGS, Northmere
from tests.pages import WORKERS, get, queries_of, words_of


def test_a_stranger_reads_what_this_is_and_where_to_sign_in(area: Northmere) -> None:
    answer = get(area, "", "/")
    said = words_of(answer)
    assert "Everyone who helps you, on one page" in said
    assert "999" in said
    assert "/sign-in/" in answer.content.decode()


def test_the_front_page_asks_the_database_for_nothing(area: Northmere) -> None:
    """It is the page that a crowd opens. Only the vault is asked whether it is open."""
    assert queries_of(Client(), "/") <= 1


@pytest.mark.parametrize("slug", SLUGS)
def test_whoever_is_signed_in_is_led_to_their_own_home(area: Northmere, slug: str) -> None:
    answer = get(area, slug, "/")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/work/" if slug in WORKERS else "/me/",
    )


def test_the_way_to_the_made_up_people_is_shown_only_in_a_demo(
    area: Northmere, settings: Settings
) -> None:
    assert "made-up people" not in words_of(get(area, "", "/"))


def test_health_is_well_while_the_loop_runs_and_not_a_minute_longer(area: Northmere) -> None:
    assert health(area) == (503, False)
    duty.climb()
    assert health(area) == (200, True)
    clock.advance(timedelta(seconds=59))
    assert health(area) == (200, True)
    clock.advance(timedelta(seconds=2))
    assert health(area) == (503, False)


def test_health_is_not_well_while_a_promise_is_forgotten(area: Northmere) -> None:
    with connection.cursor() as cursor:
        promise = make_promise(area.viewer("key-worker"), due_in=timedelta(hours=1))
        duty.climb()
        cursor.execute("UPDATE duty_promise SET due_at = %s", [clock.now() - timedelta(hours=1)])
    assert health(area) == (503, False)
    duty.climb()
    promise.refresh_from_db()
    assert promise.breached_at is not None
    assert health(area) == (200, True)


def test_health_tells_a_stranger_no_more_than_that(area: Northmere) -> None:
    duty.climb()
    assert json.loads(get(area, "", "/health/").content) == {"well": True}


def test_health_is_not_well_without_its_tables(area: Northmere) -> None:
    duty.climb()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE duty_heartbeat RENAME TO duty_gone")
    assert health(area) == (503, False)


def health(area: Northmere) -> tuple[int, bool]:
    answer = get(area, "", "/health/")
    return answer.status_code, json.loads(answer.content)["well"]


NAMED = [
    ("", "en", "Alongside", "mark"),
    ("leaf", "en", "Leaf", "leaf"),
    ("book", "cy", "Fy llyfr", "book"),
    ("../secret", "xx", "Alongside", "mark"),
]


@pytest.mark.parametrize(("icon", "language", "name", "drawn"), NAMED)
def test_a_phone_can_put_the_house_on_its_home_screen_under_a_chosen_name(
    area: Northmere, icon: str, language: str, name: str, drawn: str
) -> None:
    answer = get(area, "", f"/manifest.webmanifest?icon={icon}&in={language}")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert (told["name"], told["start_url"], told["display"]) == (name, "/me/", "standalone")
    for picture in told["icons"]:
        assert picture["src"].startswith(f"/static/ui/apps/{drawn}-")
        assert (settings.STATIC_ROOT / picture["src"].removeprefix("/static/")).exists()


def test_the_manifest_of_one_choice_is_the_same_for_everybody(area: Northmere) -> None:
    address = "/manifest.webmanifest?icon=star&in=en"
    assert (
        len({get(area, slug, address).content for slug in ("", "young-person", "key-worker")}) == 1
    )
