"""Logs hold ids, routes and places in the code: nobody's words."""

import logging
import sys

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from alongside.config import access, logs
from alongside.lib import ids


def test_a_fault_is_told_without_what_it_quotes() -> None:
    try:
        raise ValueError("Robyn Canarywood")
    except ValueError:
        told = logs.WithoutWords().formatException(sys.exc_info())
    assert "test_a_fault_is_told_without_what_it_quotes" in told
    assert told.endswith("ValueError")
    assert "Robyn" not in told.replace('raise ValueError("Robyn Canarywood")', "")


def test_a_path_that_somebody_typed_is_not_written() -> None:
    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": ("/robyn-canarywood/",)})
    record.request = RequestFactory().get("/robyn-canarywood/")
    record.status_code = 404
    assert logs.RouteInsteadOfPath().filter(record)
    assert record.getMessage() == "answered 404: /…"


@pytest.mark.django_db
def test_the_access_log_names_the_route_and_ids(
    client: object, caplog: pytest.LogCaptureFixture
) -> None:
    from django.test import Client

    with caplog.at_level(logging.INFO, logger="alongside.access"):
        Client().get("/health/?q=canarywords")
    assert "method=GET route=/health/" in caplog.text
    assert "canary" not in caplog.text


def test_the_access_log_writes_ids_of_a_route_but_no_words_of_it() -> None:
    request = RequestFactory().get("/x/")
    person = ids.new()

    class Match:
        route = "people/<uuid:person_id>/<slug:name>/"
        kwargs = {"person_id": person, "name": "robyn"}

    request.resolver_match = Match()  # type: ignore[assignment]  # all that is read of it
    line = access.line(request, HttpResponse(), None, 0.0123)
    assert f"person_id={person}" in line
    assert "robyn" not in line
    assert "ms=12.3" in line
