"""The harness keeps its own promises."""

import os
import socket
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from alongside.config import environment
from alongside.lib import clock
from tests.harness.loopback import LeftThisMachine


def test_tests_never_write_into_the_home_of_a_real_installation() -> None:
    assert environment.PROJECT not in settings.HOME.parents
    assert Path(os.environ["ALONGSIDE_HOME"]) == settings.HOME


def test_the_database_is_this_workers_own() -> None:
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        assert Path(name).parent == settings.HOME
    else:
        assert name == f"alongside_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def test_a_test_cannot_reach_another_machine() -> None:
    with socket.socket() as plug, pytest.raises(LeftThisMachine):
        plug.connect(("192.0.2.1", 80))


def test_a_test_cannot_look_up_a_name() -> None:
    with pytest.raises(LeftThisMachine):
        socket.getaddrinfo("example.org", 443)


def test_a_test_reaches_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        socket.create_connection(listening.getsockname(), timeout=1).close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_before_the_next(turn: int) -> None:
    assert not Session.objects.exists(), f"Turn {turn} found what an earlier test committed."
    Session.objects.create(session_key="left-behind", session_data="", expire_date=clock.now())
