"""What must hold before the house opens its doors."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from alongside.config import checks
from alongside.config.tests import odd_urls

DEMO_URLS = "alongside.config.tests.demo_urls"


def findings() -> list[str]:
    """What our own checks find, by id."""
    return sorted(str(one.id) for one in run_checks() if str(one.id).startswith("alongside."))


def test_the_house_as_it_is_may_open() -> None:
    assert findings() == []


def test_a_route_that_declares_no_policy_is_an_error(settings: Settings) -> None:
    settings.ROOT_URLCONF = odd_urls.__name__
    (found,) = checks.every_route_declares_its_policy(None)
    assert found.id == "alongside.E001"
    assert "odd/undeclared/" in found.msg
    assert found.is_serious()


def test_such_a_route_stops_the_boot(settings: Settings) -> None:
    settings.ROOT_URLCONF = odd_urls.__name__
    with pytest.raises(SystemCheckError, match="declares no policy"):
        call_command("check")


def test_a_way_in_for_anybody_outside_of_a_demo_is_an_error(settings: Settings) -> None:
    settings.ROOT_URLCONF = DEMO_URLS
    settings.DEMO = False
    assert findings() == ["alongside.E002"]
    (found,) = checks.demo_stays_in_demo(None)
    assert "sign in as anybody" in found.msg


def test_in_a_demo_on_this_machine_it_is_none(settings: Settings) -> None:
    settings.ROOT_URLCONF = DEMO_URLS
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    assert findings() == []


@pytest.mark.parametrize("host", ["alongside.northmere.example", "*", ".localhost", "192.168.0.7"])
def test_a_demo_that_others_could_reach_is_an_error(settings: Settings, host: str) -> None:
    settings.ROOT_URLCONF = DEMO_URLS
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["localhost", host]
    assert findings() == ["alongside.E003"]
    (found,) = checks.demo_stays_in_demo(None)
    assert host in found.msg


def test_every_finding_says_what_to_do(settings: Settings) -> None:
    settings.ROOT_URLCONF = odd_urls.__name__
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["elsewhere.example"]
    for found in (*checks.every_route_declares_its_policy(None), *checks.demo_stays_in_demo(None)):
        assert found.hint
        assert found.hint.endswith(".")
