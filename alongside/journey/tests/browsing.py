"""What tests of pages do: open one, send a form, fill in a visit."""

from datetime import timedelta
from html import unescape

from django.test import Client
from django.utils import timezone

from alongside.journey.tests.factories import Journey
from alongside.lib import clock, ids

type Sent = dict[str, str | list[str]]


def address(journey: Journey, rest: str) -> str:
    return f"/people/{journey.person.pk}/{rest}"


def boxes(name: str, days: int = 0) -> Sent:
    at = timezone.localtime(clock.now() + timedelta(days=days))
    return {
        f"{name}_day": str(at.day),
        f"{name}_month": str(at.month),
        f"{name}_year": str(at.year),
    }


def a_visit_form(**changes: str | list[str]) -> Sent:
    yesterday = boxes("happened_at", -1) | {"happened_at_hour": "14", "happened_at_minute": "05"}
    told: Sent = {
        "operation": str(ids.new()),
        "why": "To see the new room",
        "where": "At home",
        "seen": "Robyn",
        "alone": "yes",
        "observed": "The lock is broken.",
        "words": "i want my own room",
        "next": "",
        "audience": "circle",
    }
    return yesterday | told | changes


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return unescape(response.content.decode())


def answer(client: Client, path: str, sent: Sent) -> str:
    response = client.post(path, sent, follow=True)
    assert response.status_code == 200
    return unescape(response.content.decode())
