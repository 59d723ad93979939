"""How hard to look: small counts with fixed seeds under `make test`, large ones under `make prove`.

A proving test asks for both counts and hands in what it measured:

    @pytest.mark.prove
    @settings(max_examples=count(25, prove=2_000))
    @given(worlds())
    def test_visible_and_decide_agree(world): ...

    figure("policy worlds", count(25, prove=2_000), "worlds")
"""

import json
import os
from pathlib import Path

from hypothesis import HealthCheck, settings

PROVING = os.environ.get("ALONGSIDE_PROVE") == "1"
SEED = int(os.environ.get("ALONGSIDE_SEED", "0"))


def count(small: int, *, prove: int) -> int:
    """`small` under make test, `prove` under make prove."""
    return prove if PROVING else small


def figure(name: str, value: float | str, unit: str = "", *, aim: str = "") -> None:
    """Hands one figure to the table that make prove prints; `aim` says what was hoped for."""
    file = os.environ.get("ALONGSIDE_FIGURES")
    if not file:
        return
    told = {"name": name, "value": value, "unit": unit, "aim": aim, "seed": SEED}
    engine = "PostgreSQL" if os.environ.get("ALONGSIDE_DATABASE_URL") else "SQLite"
    with Path(file).open("a") as lines:
        lines.write(json.dumps(told | {"database": engine}) + "\n")


# One slow example is a busy machine, not a fault; and examples are never kept between runs.
ALWAYS = {"deadline": None, "database": None, "print_blob": True}
settings.register_profile("test", derandomize=True, max_examples=25, **ALWAYS)  # type: ignore[arg-type] # one dict for both profiles
settings.register_profile(
    "prove",
    derandomize=False,  # the seed comes from --hypothesis-seed, and is printed
    max_examples=500,
    suppress_health_check=[HealthCheck.too_slow],
    **ALWAYS,  # type: ignore[arg-type] # as above
)
settings.load_profile("prove" if PROVING else "test")
