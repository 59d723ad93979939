"""Styles and scripts under their hashed names, gathered once a run: pages cannot be drawn without."""

import pytest
from django.conf import settings

from alongside.config import static
from tests.harness.database import one_at_a_time
from tests.harness.surroundings import run_folder


@pytest.fixture(scope="session", autouse=True)
def gathered_styles() -> None:
    shared = run_folder() / "static"
    settings.STATIC_ROOT = shared
    with one_at_a_time("styles.lock"):
        static.ensure()
