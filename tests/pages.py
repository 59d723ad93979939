"""What tests of home's pages do: read a page as its words, write an entry, bring in a child.

area (fixture): the made-up area of Northmere on a Wednesday morning, everybody signed in
page(area, "parent", "/me/")         the words of a page
write(area, "key-worker", audience=Audience.WORKERS, text="Seen near the house")
"""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.accounts.viewer import system
from alongside.agencies.models import Team
from alongside.circles import services as circles
from alongside.journey import services as journey
from alongside.journey.kinds import Kind, Note
from alongside.lib import clock, ids
from alongside.people import services as people
from alongside.people.models import Identity, Person
from alongside.people.services import GivenIdentifier
from alongside.sharing.rules import Audience
from alongside.vault import services as vault
from tests.northmere import SLUGS, Northmere

WORKERS = frozenset(SLUGS) - {"young-person", "parent"}
CIRCLE = ("key-worker", "school-lead", "school-nurse", "housing-officer", "youth-charity")
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE")

type Fields = dict[str, str]


def words_of(answer: HttpResponse) -> str:
    """What a page says, without its drawings."""
    plain = re.sub(r"(?s)<(script|style|svg)\b.*?</\1>|<[^>]+>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", unescape(plain)).replace(" .", ".")


def page(area: Northmere, slug: str, address: str) -> str:
    """The words of a page that this member of the cast may see."""
    answer = get(area, slug, address)
    assert answer.status_code == 200, f"{slug} {address} {answer.status_code}"
    return words_of(answer)


def get(area: Northmere, slug: str, address: str) -> HttpResponse:
    answer: Any = area.client(slug).get(address.replace("{person}", str(area.person)))
    return answer  # type: ignore[no-any-return]  # the client's own class of answers


def post(area: Northmere, slug: str, address: str, fields: Fields | None = None) -> HttpResponse:
    """Where a form leads, with what is said there."""
    target = address.replace("{person}", str(area.person))
    answer: Any = area.client(slug).post(target, fields or {}, follow=True)
    return answer  # type: ignore[no-any-return]  # as above


def told(area: Northmere, slug: str, address: str, fields: Fields | None = None) -> str:
    answer = post(area, slug, address, fields)
    assert answer.status_code == 200, f"{slug} {address} {answer.status_code}"
    return words_of(answer)


def shown_to(area: Northmere, address: str, words: str, among: Iterable[str] = SLUGS) -> set[str]:
    """Whose page at this address holds these words."""
    answers = {slug: get(area, slug, address) for slug in among}
    return {
        slug
        for slug, answer in answers.items()
        if answer.status_code == 200 and words in words_of(answer)
    }


def write(
    area: Northmere,
    slug: str = "key-worker",
    *,
    text: str = "She came early.",
    about: str = "Boxing",
    audience: Audience = Audience.CIRCLE,
    named: Iterable[str] = (),
    person: UUID | None = None,
    ago: timedelta = timedelta(minutes=1),
) -> UUID:
    """A note by one of the cast; narrowed with a reason and a day unless it is for the circle."""
    operation = ids.new()
    narrowed = audience is not Audience.CIRCLE
    made = journey.add_entry(
        by=area.viewer(slug),
        person=person or area.person,
        kind=Kind.NOTE,
        contents=Note(about=about, text=text),
        happened_at=clock.now() - ago,
        audience=audience,
        withheld_reason="harm" if narrowed else "",
        withheld_until=(clock.now() + timedelta(days=7)).date() if narrowed else None,
        named=[area.account(reader) for reader in named],
        operation=operation,
        digest=vault.mac("test", str(operation)),
    )
    assert made.id is not None
    return made.id


def a_census_child(number: str = "NM-2044", team: str = "Family Help") -> Person:
    """Somebody without a name, as a census brings them: the council's team holds the journey."""
    child = people.register(
        by=system(),
        identity=Identity(),
        identifiers=[GivenIdentifier("la-child-id:northmere-council", number)],
    )
    circles.hold(by=system(), person=child.pk, team=Team.objects.get(name=team).pk)
    return child


def queries_of(client: Client, address: str) -> int:
    """What a page asks of the database when its look goes on: the second time it is opened."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return sum(row["sql"].startswith(COUNTED) for row in queries)


def times(act: Callable[[int], object], count: int) -> None:
    for number in range(count):
        act(number)
