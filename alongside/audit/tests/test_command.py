import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from alongside.audit.models import AccessEvent, Checkpoint
from alongside.audit.tests.factories import DAWN


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("audit", *arguments, stdout=out)
    return out.getvalue().strip()


def test_the_command_tells_that_all_is_well(world: None) -> None:
    assert told("verify") == (
        "All 12 events in 3 chains are as they were written, and 2 checkpoints hold."
    )
    expected = {"ok": True, "events": 12, "chains": 3, "checkpoints": 2, "fault": None}
    assert json.loads(told("verify", "--json")) == expected


def test_the_command_names_the_first_fault_and_fails(world: None) -> None:
    AccessEvent.objects.filter(chain=DAWN, seq=2).update(rule="other")
    out = StringIO()
    with pytest.raises(CommandError, match="not whole"):
        call_command("audit", "verify", stdout=out)
    assert out.getvalue().strip() == (
        f"Event 2 of chain {DAWN}: This event was changed after it was written."
    )
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("audit", "verify", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["ok"], told["fault"]["chain"], told["fault"]["seq"]) == (False, str(DAWN), 2)


def test_the_command_names_a_checkpoint(world: None) -> None:
    Checkpoint.objects.filter(number=2).update(heads="[]")
    out = StringIO()
    with transaction.atomic(), pytest.raises(CommandError):
        call_command("audit", "verify", stdout=out)
    assert out.getvalue().startswith("Checkpoint 2: This checkpoint was changed")
