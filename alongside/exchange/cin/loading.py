"""What all batches of one load share, and the tokens under which loaded things are found again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import batched

from alongside.accounts.viewer import Viewer
from alongside.agencies.models import Agency, Team
from alongside.exchange.cin.items import Item
from alongside.exchange.cin.record import Child, Header
from alongside.exchange.cin.report import Report
from alongside.exchange.models import Load, LoadedChild
from alongside.vault import services as vault

IN_ONE_GO = 500


class Overtaken(RuntimeError):
    """Another load of the same agency began after this one, so this one stops."""


@dataclass(frozen=True, slots=True)
class Loading:
    by: Viewer
    agency: Agency
    team: Team
    header: Header
    load: Load
    report: Report
    # Pupil numbers that stand at two children of the file: nobody can tell whose they are.
    shared_upns: frozenset[str]

    @property
    def as_at(self) -> date:
        return self.header.reference_date

    def hold_fast(self) -> None:
        """One load of an agency at a time, and only the latest: the rest of the batch is ours."""
        Agency.objects.select_for_update(no_key=True).get(pk=self.agency.pk)
        if Load.objects.filter(agency=self.agency, number__gt=self.load.number).exists():
            raise Overtaken("Another load of this agency began, so this one stopped.")

    def child_token(self, local_id: str) -> bytes:
        return vault.blind(f"cin-child:{self.agency.pk}", local_id)

    def item_token(self, child: Child, item: Item) -> bytes:
        return vault.blind(f"cin-item:{self.agency.pk}", f"{child.local_id}\n{item.key}")

    def rows_of(self, local_ids: Iterable[str]) -> dict[str, LoadedChild]:
        """The children among these whom earlier files of the agency had."""
        found: dict[str, LoadedChild] = {}
        for some in batched(local_ids, IN_ONE_GO, strict=False):
            tokens = {self.child_token(local_id): local_id for local_id in some}
            rows = LoadedChild.objects.filter(agency=self.agency, token__in=list(tokens))
            found |= {tokens[bytes(row.token)]: row for row in rows}
        return found


def item_digest(child: Child, item: Item) -> bytes:
    """What the file said, as a digest that tells nothing without our key."""
    return vault.mac("cin-item", child.local_id, item.key, item.digest)


def identity_digest(*, local_id: str, born: date | None, sex: str) -> bytes:
    return vault.mac("cin-identity", local_id, born.isoformat() if born else "", sex)
