import base64
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from alongside.lib import ids
from alongside.vault import gate, master
from alongside.vault import services as vault
from alongside.vault.models import DataKey, KeyCheck
from alongside.vault.tests.test_sealing import Words

pytestmark = pytest.mark.django_db

OTHER_KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with no master key yet, neither there nor in the environment."""
    settings.HOME = tmp_path / "home"
    monkeypatch.delenv(master.VARIABLE)
    return tmp_path / "home"


def seal_something() -> tuple[bytes, UUID]:
    owner = ids.new()
    return vault.seal(Words("hello"), table="t", row=owner, owner=owner), owner


def use_key(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv(master.VARIABLE, key)
    vault.forget()


def test_an_empty_database_opens_with_any_key() -> None:
    assert vault.state() == vault.OPEN
    assert vault.state().is_open


def test_state_costs_nothing_once_the_vault_is_open(django_assert_num_queries: object) -> None:
    vault.state()
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert vault.state().is_open


def test_the_first_sealed_row_binds_the_database_to_its_key() -> None:
    seal_something()
    seal_something()
    assert KeyCheck.objects.count() == 1


def test_a_wrong_key_leaves_the_vault_sealed_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    blob, owner = seal_something()
    use_key(monkeypatch, OTHER_KEY)
    state = vault.state()
    assert not state.is_open
    assert state.reason.startswith("This is not the master key that sealed this database.")
    with pytest.raises(vault.VaultSealed, match="not the master key"):
        vault.unseal(blob, kind=Words, table="t", row=owner, owner=owner)
    with pytest.raises(vault.VaultSealed):
        vault.blind("email", "someone")


def test_a_process_that_opened_an_empty_database_cannot_add_another_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = gate.keys()
    use_key(monkeypatch, OTHER_KEY)
    seal_something()
    gate._opened = here  # as in a process that began before the other one sealed
    with pytest.raises(vault.VaultSealed, match="not the master key"):
        seal_something()


def test_the_right_key_opens_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    right = os.environ[master.VARIABLE]
    blob, owner = seal_something()
    use_key(monkeypatch, OTHER_KEY)
    assert not vault.state().is_open
    use_key(monkeypatch, right)
    assert vault.state().is_open
    assert vault.unseal(blob, kind=Words, table="t", row=owner, owner=owner).text == "hello"


def test_a_lost_key_check_beside_sealed_rows_is_noticed() -> None:
    seal_something()
    KeyCheck.objects.all().delete()
    vault.forget()
    assert "key check is missing" in vault.state().reason


@pytest.mark.django_db(transaction=True)
def test_a_database_without_tables_is_no_reason_to_crash() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE vault_keycheck RENAME TO elsewhere")
    try:
        assert "cannot be read" in vault.state().reason
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO vault_keycheck")


def test_without_a_key_the_vault_is_sealed_and_says_where_to_put_it(home: Path) -> None:
    reason = vault.state().reason
    assert reason.startswith("There is no master key.")
    assert str(home / "master.key") in reason


def test_a_new_installation_gets_a_key_that_only_its_owner_can_read(home: Path) -> None:
    vault.ensure_key()
    file = home / "master.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o400
    assert len(base64.b64decode(file.read_text())) == 32
    assert [each.name for each in home.iterdir()] == ["master.key"]
    assert vault.state().is_open
    assert KeyCheck.objects.count() == 1


def test_a_key_that_is_there_stays(home: Path) -> None:
    vault.ensure_key()
    before = (home / "master.key").read_text()
    vault.forget()
    vault.ensure_key()
    assert (home / "master.key").read_text() == before


def test_no_key_is_made_over_old_data(home: Path) -> None:
    vault.ensure_key()
    seal_something()
    (home / "master.key").unlink()
    vault.forget()
    with pytest.raises(vault.VaultSealed, match="no master key"):
        vault.ensure_key()
    assert list(home.iterdir()) == []
    assert not vault.state().is_open


def test_no_key_is_made_over_data_keys_alone(home: Path) -> None:
    DataKey.objects.create(owner=ids.new(), wrapped=b"old")
    with pytest.raises(vault.VaultSealed):
        vault.ensure_key()
    assert not (home / "master.key").exists()


def test_a_key_that_others_can_read_is_refused(home: Path) -> None:
    vault.ensure_key()
    (home / "master.key").chmod(0o440)
    vault.forget()
    assert vault.state().reason.startswith("Others can read the master key.")


@pytest.mark.parametrize("written", ["", "short", "not base64 !!", OTHER_KEY[:-4]])
def test_what_is_no_key_is_refused_without_being_shown(home: Path, written: str) -> None:
    home.mkdir()
    file = home / "master.key"
    file.write_text(written)
    file.chmod(0o400)
    reason = vault.state().reason
    assert reason.endswith("is not a master key (32 bytes in base64).")
    assert not written or written not in reason


def test_many_at_once_make_one_key(home: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: made(), range(16)))
    assert len(keys) == 1
    assert [each.name for each in home.iterdir()] == ["master.key"]


def made() -> bytes:
    master.create()
    return master.load().wrap


def test_the_keys_never_show_themselves() -> None:
    keys = gate.keys()
    assert repr(keys) == "MasterKeys(…)"
    assert len({keys.check, keys.wrap, keys.index, keys.digest, keys.operation, keys.cursor}) == 6
