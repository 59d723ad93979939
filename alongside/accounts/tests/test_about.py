"""What workers say of themselves, and the small photo beside their name."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from alongside.accounts import services
from alongside.accounts.about import about, describe, read_photo, remove_photo, set_photo
from alongside.accounts.models import Account
from alongside.accounts.tests.factories import an_account, as_person
from alongside.accounts.viewer import Viewer, system
from alongside.lib.media.pictures import PORTRAIT
from alongside.lib.media.refusal import Refused
from alongside.lib.tests.media.corpus import CORPUS
from alongside.lib.tests.media.painting import painted
from alongside.vault import services as vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def samira() -> Viewer:
    return as_person(an_account("Samira Khan").id)


def whose(viewer: Viewer) -> UUID:
    assert viewer.account is not None
    return viewer.account


def test_a_new_name_keeps_what_somebody_said_of_themselves(samira: Viewer) -> None:
    describe(by=samira, does="I listen.", reach="Ring 0100 on weekdays.")
    services.rename(by=system(), account=whose(samira), name="Samira Khan-Bell")
    told = about(whose(samira))
    assert (told.does, told.reach) == ("I listen.", "Ring 0100 on weekdays.")
    assert Account.objects.get(pk=whose(samira)).name == "Samira Khan-Bell"


def test_what_they_say_is_sealed(samira: Viewer) -> None:
    describe(by=samira, does="I listen.", reach="Ring 0100 on weekdays.")
    assert b"listen" not in bytes(Account.objects.get(pk=whose(samira)).sealed)


def test_a_photo_is_a_small_square_without_metadata(samira: Viewer) -> None:
    marked = next(made for made in CORPUS if made.name == "jpeg exif with place")
    set_photo(by=samira, content=marked.content)
    kept = read_photo(whose(samira))
    assert kept is not None
    picture = Image.open(io.BytesIO(kept))
    assert picture.width == picture.height <= PORTRAIT
    assert picture.format == "JPEG"
    assert not picture.getexif()


def test_a_new_photo_takes_the_place_of_the_old_whose_file_is_gone(
    samira: Viewer, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    kept = []
    for form in ("JPEG", "PNG"):
        with django_capture_on_commit_callbacks(execute=True):
            set_photo(by=samira, content=painted(form))
        kept.append(about(whose(samira)).photo)
    first, second = kept
    assert first
    assert second
    assert read_photo(whose(samira)) is not None
    with pytest.raises(vault.Unreadable):
        vault.read_file(first, owner=whose(samira))
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(by=samira)
    assert read_photo(whose(samira)) is None
    with pytest.raises(vault.Unreadable):
        vault.read_file(second, owner=whose(samira))


def test_what_is_no_picture_is_refused_and_changes_nothing(samira: Viewer) -> None:
    with pytest.raises(Refused):
        set_photo(by=samira, content=b"no picture")
    assert about(whose(samira)).photo is None
