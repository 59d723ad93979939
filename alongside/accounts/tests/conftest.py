from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Rate limits are counted in the cache, and one test's tries are not another's."""
    cache.clear()
    yield
    cache.clear()
