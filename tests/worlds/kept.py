"""A private space in use: hidden from everybody, and from whoever else is signed in as its owner."""

from uuid import UUID

from alongside.lib import ids
from alongside.private_space import keys, services
from tests.northmere import Northmere

# As everything that is hidden in one of two worlds.
SECRET = "Tamarisk"


def keep_to_oneself(area: Northmere) -> list[UUID]:
    for slug in ("young-person", "parent"):
        by, secret = area.viewer(slug), secret_of(area, slug)
        for number in range(3):
            words = f"{SECRET}, {number}"
            services.add(by=by, secret=secret, operation=ids.new(), words=words)
    return []


def keep_more_to_oneself(area: Northmere, _hidden: list[UUID]) -> None:
    by, secret = area.viewer("young-person"), secret_of(area, "young-person")
    space = services.open_space(by=by, secret=secret)
    services.add(by=by, secret=secret, operation=ids.new(), words=SECRET)
    services.delete(
        by=by,
        secret=secret,
        operation=ids.new(),
        note=space.notes[0].id,
        based_on=services.mark(secret, space.notes[:1]),
    )


def secret_of(area: Northmere, slug: str) -> bytes:
    return keys.derive(account=area.account(slug), passphrase=SECRET)
