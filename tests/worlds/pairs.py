"""Builds the two worlds, plays one script in both, and finds the first byte that differs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from http.cookies import SimpleCookie

from django.core.cache import cache

from alongside.home.hub import Stream
from alongside.home.presence import viewer_of_session
from alongside.lib import chance, clock
from alongside.live.models import Event
from alongside.private_space import store
from tests.northmere import DAY, Northmere, northmere, undone
from tests.routes.house import stand_beside
from tests.worlds.elsewhere import Ids
from tests.worlds.hidden import Hidden
from tests.worlds.scripts import Player, Script, Shown

# Long enough for a look to be told again.
LATER = timedelta(minutes=16)


@contextmanager
def both_worlds() -> Iterator[Northmere]:
    """What is in both worlds: the area with everybody in it, signed in."""
    with northmere() as area:
        stand_beside(area)
        store.fill(accounts=1)
        area.sign_in_everybody()
        yield area


@dataclass(frozen=True)
class Compared:
    """Where two worlds parted ("" for nowhere), and how much of them was compared."""

    parting: str
    answers: int
    octets: int


def compare(area: Northmere, hidden: Hidden, actor: str, script: Script) -> Compared:
    """The worlds with and without the hidden thing, as this actor is shown them."""
    client = area.client(actor)
    cookies = client.cookies.output(header="")
    with_it = play(area, hidden, actor, script, is_there=True)
    client.cookies = SimpleCookie(cookies)
    without = play(area, hidden, actor, script, is_there=False, guessed=with_it)
    client.cookies = SimpleCookie(cookies)
    return Compared(
        parting(with_it, without),
        answers=len(with_it.answers),
        octets=sum(len(answer) for _, answer in with_it.answers),
    )


def shortest(area: Northmere, hidden: Hidden, actor: str, script: Script) -> Script:
    """The same parting with as few steps as it takes, for whoever has to find the reason."""
    for number in reversed(range(len(script.steps))):
        steps = script.steps[:number] + script.steps[number + 1 :]
        start = min(script.happens_before, max(len(steps) - 1, 0))
        shorter = replace(script, steps=steps, happens_before=start)
        if steps and compare(area, hidden, actor, shorter).parting:
            script = shorter
    return script


def play(
    area: Northmere,
    hidden: Hidden,
    actor: str,
    script: Script,
    *,
    is_there: bool,
    guessed: Shown | None = None,
) -> Shown:
    """Play a script from the same beginning, and leave nothing of it behind."""
    try:
        cache.clear()  # how often somebody tried to sign in is counted there
        with undone():
            with chance.seeded(script.seed + b"before"):
                before = hidden.before(area)
            player = player_for(area, actor, guesses=guessed)
            for number, step in enumerate(script.steps):
                if number == script.happens_before:
                    happen(hidden, area, before, player, script, is_there=is_there)
                player.play(step)
            if not script.steps:
                happen(hidden, area, before, player, script, is_there=is_there)
            finish(hidden, area, player, script, is_there=is_there)
            return player.shown
    finally:
        clock.advance(DAY - clock.now())


def player_for(area: Northmere, actor: str, *, guesses: Shown | None) -> Player:
    client = area.client(actor)
    session = client.session.session_key or ""
    viewer = viewer_of_session(session)
    assert viewer is not None, f"{actor} is not signed in."
    last = Event.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    return Player(
        area,
        client,
        Stream(viewer, session, last),
        known=[],
        guesses=iter(guesses.guessed) if guesses else None,
    )


def happen(
    hidden: Hidden,
    area: Northmere,
    before: Ids,
    player: Player,
    script: Script,
    *,
    is_there: bool,
) -> None:
    with chance.seeded(script.seed + b"happens"):
        if is_there:
            player.known = hidden.happens(area, before)
        else:
            hidden.instead(area, before)


def finish(
    hidden: Hidden, area: Northmere, player: Player, script: Script, *, is_there: bool
) -> None:
    """Others go on with the hidden thing; then the actor hears, and opens pages once more."""
    if is_there:
        with chance.seeded(script.seed + b"goes on"):
            hidden.goes_on(area, player.known)
    clock.advance(LATER)
    with chance.seeded(script.seed + b"end"):
        player.listen()
        player.still_there()
        for page in script.pages:
            player.glance(page)


def parting(one: Shown, other: Shown) -> str:
    for (what, first), (where, second) in zip(one.answers, other.answers, strict=False):
        if what != where:
            return f"One world asks {what}, the other {where}"
        if first != second:
            return f"{what}\n{around(first, second)}"
    if len(one.answers) != len(other.answers):
        return f"{len(one.answers)} answers in one world, {len(other.answers)} in the other"
    return ""


def around(first: bytes, second: bytes) -> str:
    """The lines in which two answers differ, and no more than a few of them."""
    ones, others = (one.decode(errors="replace").splitlines() for one in (first, second))
    told = [f"- {line}" for line in ones if line not in others]
    told += [f"+ {line}" for line in others if line not in ones]
    return "\n".join(told[:12]) or "the same lines, in another order or number"
