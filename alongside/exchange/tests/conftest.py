import pytest

from alongside.agencies.models import Team
from alongside.duty.tests.factories import make_team


@pytest.fixture
def team() -> Team:
    """The team that holds what is loaded, of the agency with the slug “northmere”."""
    return make_team("Family Help")
