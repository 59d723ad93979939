from collections.abc import Iterator

import pytest
from django.core.cache import cache

from alongside.accounts import mail


@pytest.fixture(autouse=True)
def settled_mail() -> Iterator[None]:
    """One test's message does not arrive in the next."""
    yield
    mail.settle()


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Rate limits are counted in the cache, and one test's tries are not another's."""
    cache.clear()
    yield
    cache.clear()
