"""What workers say of themselves to the people they work with: what they do, how to reach them.

Sealed with the rest of the account. Who is shown it is decided by whoever shows it: everybody
who shares a circle with them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from django.db import transaction

from alongside.accounts.models import Account, AccountContents
from alongside.accounts.viewer import Viewer
from alongside.lib.media.pictures import clean_portrait
from alongside.vault import services as vault

PHOTO = "image/jpeg"


@dataclass(frozen=True, slots=True)
class About:
    """What a page shows beside the name."""

    does: str = ""
    reach: str = ""
    photo: UUID | None = None


def abouts(accounts: Iterable[UUID]) -> dict[UUID, About]:
    """One query for the rows, at most one for keys not yet at hand."""
    rows = list(Account.objects.filter(id__in=set(accounts)).only("id", "sealed"))
    vault.fetch_keys(row.id for row in rows)
    return {row.id: _about(row) for row in rows}


def about(account: UUID) -> About:
    return abouts([account]).get(account, About())


def _about(row: Account) -> About:
    told: AccountContents = row.contents
    return About(told.does, told.reach, told.photo)


@transaction.atomic
def describe(*, by: Viewer, does: str, reach: str) -> None:
    """What I do and how to reach me, in place of what I said before."""
    row = _own(by)
    row.put(replace(row.contents, does=does.strip(), reach=reach.strip()))
    row.save(update_fields=["sealed"])


def set_photo(*, by: Viewer, content: bytes) -> None:
    """Show this photo beside my name, in place of the one before.

    What is kept was drawn anew and holds nothing but the picture. Making it takes a while, so
    call this outside of a transaction. Raises media.refusal.Refused for what is not taken.
    """
    owner = _own_id(by)
    picture = clean_portrait(content)
    file = vault.keep_file(picture.content, owner=owner)
    try:
        _put_photo(by=by, file=file)
    except BaseException:
        vault.erase_file(file)
        raise


@transaction.atomic
def remove_photo(*, by: Viewer) -> None:
    """Show no photo of me any more. The file is gone for good."""
    _put_photo(by=by, file=None)


@transaction.atomic
def _put_photo(*, by: Viewer, file: UUID | None) -> None:
    row = _own(by)
    before: UUID | None = row.contents.photo
    row.put(replace(row.contents, photo=file))
    row.save(update_fields=["sealed"])
    if before is not None:
        # Only then: no row is left without its file.
        transaction.on_commit(partial(vault.erase_file, before))


def read_photo(account: UUID) -> bytes | None:
    """The photo of this account. The caller has decided who may see it."""
    told = about(account)
    return vault.read_file(told.photo, owner=account) if told.photo else None


def _own(by: Viewer) -> Account:
    return Account.objects.select_for_update().get(id=_own_id(by))


def _own_id(by: Viewer) -> UUID:
    if by.account is None:
        raise ValueError("Only somebody signed in says something of themselves.")
    return by.account
