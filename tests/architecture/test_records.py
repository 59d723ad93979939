"""Whatever holds something about a person, above the policy, is an item that the policy decides."""

from django.apps import apps
from django.db.models import Model

from alongside.sharing.models import RecordItem
from tests.architecture.source import BELOW_SHARING, room_of

# Tables that name a person and are no item themselves. Each says what decides about it.
DECIDED_BY_ANOTHER: dict[str, str] = {
    "journey.Attachment": "the draft or the entry whose id it carries",
    "journey.EntryVersion": "the entry it is a version of",
    "plans.PlanVersion": "the plan it is a version of",
    "journey.Remark": "the entry it stands beside",
    "sharing.AccessDecision": "the actions about access, on the journey as a whole",
    "sharing.Exclusion": "the policy itself reads it; nobody else does",
}


def tables_above_the_policy() -> list[type[Model]]:
    ours = [model for model in apps.get_models() if model.__module__.startswith("alongside.")]
    return [model for model in ours if room_of(model.__module__) not in BELOW_SHARING]


def test_every_table_that_names_a_person_is_an_item() -> None:
    undecided = [
        model._meta.label
        for model in tables_above_the_policy()
        if any(field.name == "person" for field in model._meta.get_fields())
        and not issubclass(model, RecordItem)
        and model._meta.label not in DECIDED_BY_ANOTHER
    ]
    assert not undecided, "Inherit sharing.RecordItem, so that lists, counts and streams decide."


def test_exceptions_are_still_needed() -> None:
    tables = {model._meta.label: model for model in tables_above_the_policy()}
    assert set(DECIDED_BY_ANOTHER) <= set(tables)
    assert not [label for label in DECIDED_BY_ANOTHER if issubclass(tables[label], RecordItem)]
