"""A worker writes down what everybody reads who shares a circle with them."""

from uuid import UUID

from alongside.accounts.about import About, about, describe
from alongside.accounts.operations import once
from alongside.accounts.viewer import Viewer
from alongside.duty.absences import (
    Away,
    BadAbsence,
    NotWorking,
    WrongCover,
    away,
    call_off,
    set_away,
)
from alongside.home.about_me_forms import AboutForm, AwayForm
from alongside.ui.forms import operation_of
from alongside.vault import services as vault

__all__ = ["BadAbsence", "WrongCover", "come_back", "go_away", "my_absence", "myself", "save"]


def myself(*, by: Viewer) -> About:
    return about(by.account) if by.account else About()


def my_absence(*, by: Viewer) -> Away | None:
    """When this worker is or will be away, in the post that they are here in."""
    return away([by.post_id]).get(by.post_id) if by.post_id else None


def save(form: AboutForm, *, by: Viewer) -> None:
    """Raises UsedOperation."""

    def put(_new_id: UUID) -> None:
        describe(by=by, does=form.cleaned_data["does"], reach=form.cleaned_data["reach"])

    digest = vault.mac("home.about-me", form.canonical())
    once(by=by, operation=operation_of(form), kind="home.about-me", digest=digest, effect=put)


def go_away(form: AwayForm, *, by: Viewer) -> None:
    """Raises UsedOperation, BadAbsence and WrongCover."""
    starts, ends = form.first_and_last

    def put(_new_id: UUID) -> None:
        set_away(by=by, starts=starts, ends=ends, cover=form.covered_by)

    digest = vault.mac("home.away", str(by.post_id), form.canonical())
    once(by=by, operation=operation_of(form), kind="home.away", digest=digest, effect=put)


def come_back(*, by: Viewer) -> None:
    """Here again, or not away after all."""
    if by.post_id is None:
        raise NotWorking
    call_off(by=by)
