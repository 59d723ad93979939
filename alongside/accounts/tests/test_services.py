from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from alongside.accounts import services
from alongside.accounts.backend import AccountBackend
from alongside.accounts.models import Account
from alongside.accounts.names import names
from alongside.accounts.tests.factories import (
    an_account,
    as_person,
    as_worker,
    everything_stored,
)
from alongside.accounts.viewer import system
from alongside.lib import ids

pytestmark = pytest.mark.django_db

NAME, ADDRESS = "Zebedee Canarywood", "Zebedee.Canarywood@Example.org"


def test_no_table_holds_a_readable_name_or_address() -> None:
    an_account(NAME, ADDRESS)
    stored = everything_stored().lower()
    assert b"zebedee" not in stored
    assert b"canarywood" not in stored
    assert b"@sealed.invalid" in stored  # the search looks where the account is


def test_the_account_itself_knows_its_name_and_address() -> None:
    account = Account.objects.get(id=an_account(NAME, ADDRESS).id)
    assert account.name == NAME
    assert account.contents.email == ADDRESS


@pytest.mark.parametrize("typed", [ADDRESS, ADDRESS.lower(), f"  {ADDRESS.upper()} "])
def test_an_account_is_found_by_its_address_however_it_is_typed(typed: str) -> None:
    account = an_account(NAME, ADDRESS)
    assert Account.objects.with_address(typed) == account


def test_another_address_finds_nobody() -> None:
    an_account(NAME, ADDRESS)
    assert Account.objects.with_address("somebody@example.org") is None


def test_two_accounts_cannot_have_one_address() -> None:
    an_account(NAME, ADDRESS)
    with pytest.raises(services.AddressTaken):
        an_account("Somebody Else", ADDRESS.lower())
    assert Account.objects.count() == 1


def test_accounts_without_an_address_stand_beside_each_other() -> None:
    assert an_account("One").email is None
    assert an_account("Two").email is None


def test_an_address_must_be_one() -> None:
    with pytest.raises(ValidationError):
        an_account(NAME, "not an address")


def test_a_closed_account_belongs_to_no_session() -> None:
    account = an_account(NAME, ADDRESS)
    assert AccountBackend().get_user(account.id) == account
    Account.objects.filter(id=account.id).update(is_active=False)
    assert AccountBackend().get_user(account.id) is None


def test_no_account_has_a_password() -> None:
    account = an_account(NAME, ADDRESS)
    assert not account.has_usable_password()
    assert not account.check_password("")


def test_only_the_house_makes_accounts() -> None:
    with pytest.raises(services.NotAllowed):
        services.create_account(by=as_worker(ids.new()), name=NAME)
    assert not Account.objects.exists()


@pytest.mark.parametrize("actor", [lambda account: as_person(account.id), lambda _: system()])
def test_the_owner_and_the_house_may_rename_an_account(actor: Callable[[Account], Any]) -> None:
    account = an_account(NAME, ADDRESS)
    services.rename(by=actor(account), account=account.id, name="Zeb")
    renamed = Account.objects.get(id=account.id)
    assert renamed.name == "Zeb"
    assert renamed.contents.email == ADDRESS


def test_nobody_else_may_rename_an_account() -> None:
    account = an_account(NAME)
    with pytest.raises(services.NotAllowed):
        services.rename(by=as_worker(ids.new()), account=account.id, name="Zeb")
    assert Account.objects.get(id=account.id).name == NAME


def test_names_of_many_accounts_cost_two_queries_at_most(
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    accounts = [an_account(f"Name {number}") for number in range(5)]
    with django_assert_max_num_queries(2):
        found = names([account.id for account in accounts] + [ids.new()])
    assert found == {account.id: account.name for account in accounts}
