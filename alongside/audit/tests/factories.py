from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from alongside.audit import services as audit
from alongside.lib import ids

ROBYN, DAWN, OTHER, LAST = (UUID(int=number << 120) for number in (1, 2, 3, 4))


@dataclass(frozen=True)
class Looker:
    """Somebody who looks, in ids."""

    account: UUID | None = field(default_factory=ids.new)
    post_id: UUID | None = field(default_factory=ids.new)
    agency_id: UUID | None = field(default_factory=ids.new)
    capacity: str = "worker"
    request: UUID = field(default_factory=ids.new)


def look(person: UUID | None, **changes: object) -> audit.Look:
    plain: dict[str, object] = {
        "person": person,
        "action": "see",
        "room": "home",
        "rule": "circle-sees",
        "depth": audit.Depth.OPENED,
    }
    return audit.Look(**(plain | changes))  # type: ignore[arg-type]


def record(by: Looker, *looks: audit.Look, fold: bool = False) -> None:
    with transaction.atomic():
        audit.record(by=by, looks=looks, fold=fold)
