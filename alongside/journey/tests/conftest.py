"""A journey with a browser without scripts for everybody on it."""

from collections.abc import Callable

import pytest
from django.test import Client

from alongside.accounts.models import Account
from alongside.accounts.viewer import Viewer
from alongside.journey.tests.factories import Journey, make_journey

type Browse = Callable[[Viewer], Client]


@pytest.fixture
def journey(db: None) -> Journey:
    return make_journey()


@pytest.fixture
def browse() -> Browse:
    """A signed-in browser for a viewer of the cast."""

    def signed_in(viewer: Viewer) -> Client:
        client = Client(enforce_csrf_checks=False)
        client.force_login(Account.objects.get(pk=str(viewer.account)))
        return client

    return signed_in
