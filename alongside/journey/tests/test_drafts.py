"""Drafts save whatever they hold, are their author's alone, and are gone once they are sent."""

from uuid import UUID

import pytest

from alongside.accounts.viewer import Viewer
from alongside.audit.models import AccessEvent
from alongside.duty.models import Shift
from alongside.journey import services
from alongside.journey.kinds import Kind
from alongside.journey.models import Draft
from alongside.journey.queries import drafts
from alongside.journey.tests.factories import Journey, a_note, add, digest
from alongside.lib import ids
from alongside.live.models import Event
from alongside.sharing.services import Refused

pytestmark = pytest.mark.django_db


def save(
    journey: Journey,
    *,
    by: Viewer | None = None,
    operation: UUID | None = None,
    entry: UUID | None = None,
    **fields: str,
) -> Draft | None:
    return services.save_draft(
        by=by or journey.key_worker,
        person=journey.person.pk,
        kind=Kind.NOTE,
        fields={name: [typed] for name, typed in fields.items()},
        operation=operation or ids.new(),
        entry=entry,
    )


def test_a_draft_saves_whatever_was_typed(journey: Journey) -> None:
    draft = save(journey, happened_at_0="32", text="half a sent")
    assert draft is not None
    kept = Draft.objects.get(pk=draft.pk).contents.fields
    assert kept == {"happened_at_0": ("32",), "text": ("half a sent",)}
    assert b"half a sent" not in bytes(draft.sealed)


def test_saving_again_is_the_same_draft(journey: Journey) -> None:
    operation = ids.new()
    first, again = (save(journey, operation=operation, text=text) for text in ("a", "ab"))
    assert first is not None
    assert again is not None
    assert first.pk == again.pk
    assert Draft.objects.get().contents.fields["text"] == ("ab",)


def test_only_its_author_sees_a_draft(journey: Journey) -> None:
    save(journey, text="not for you yet")
    seen = {name for name, who in journey.everybody.items() if drafts(by=who)}
    assert seen == {"key_worker"}


def test_whoever_may_not_add_has_no_draft(journey: Journey) -> None:
    for who in (journey.own, journey.parent, journey.outsider, journey.excluded):
        with pytest.raises(Refused):
            save(journey, by=who)


def test_sending_the_form_ends_the_draft(journey: Journey) -> None:
    operation = ids.new()
    save(journey, operation=operation, text="Nearly")
    add(journey, operation=operation)
    assert not Draft.objects.exists()


def test_a_draft_that_arrives_after_its_form_is_dropped(journey: Journey) -> None:
    operation = ids.new()
    add(journey, operation=operation)
    assert save(journey, operation=operation, text="late") is None
    assert not Draft.objects.exists()


def test_a_draft_of_a_correction_ends_with_the_correction(journey: Journey) -> None:
    entry, operation = add(journey), ids.new()
    save(journey, operation=operation, entry=entry.pk, text="Better")
    (line,) = drafts(by=journey.key_worker)
    assert f"/entries/{entry.pk}/correct/" in line.url
    assert entry.latest_id is not None
    services.correct_entry(
        by=journey.key_worker,
        person=entry.person_id,
        entry=entry.pk,
        contents=a_note("Better"),
        happened_at=entry.happened_at,
        based_on=entry.latest_id,
        operation=operation,
        digest=digest("x"),
    )
    assert not drafts(by=journey.key_worker)


def test_nobody_drafts_a_correction_that_they_may_not_make(journey: Journey) -> None:
    entry = add(journey)
    with pytest.raises(Refused):
        save(journey, by=journey.school, entry=entry.pk)


def test_an_author_throws_a_draft_away_and_nobody_else_does(journey: Journey) -> None:
    draft = save(journey, text="no")
    assert draft is not None
    with pytest.raises(Refused):
        services.discard_draft(by=journey.colleague, person=journey.person.pk, draft=draft.pk)
    services.discard_draft(by=journey.key_worker, person=journey.person.pk, draft=draft.pk)
    assert not Draft.objects.exists()


def test_many_savings_are_one_event_and_tell_nobody(journey: Journey) -> None:
    operation = ids.new()
    for text in ("a", "ab", "abc"):
        save(journey, operation=operation, text=text)
    assert AccessEvent.objects.filter(kind="journey.draft").count() == 1
    assert not Event.objects.filter(kind="journey.draft").exists()


def test_the_list_says_about_whom_and_what(journey: Journey) -> None:
    save(journey, text="x")
    (line,) = drafts(by=journey.key_worker, person=journey.person.pk)
    assert (line.person_name, str(line.kind)) == ("Robyn Hale", "Note")
    assert line.url == f"/people/{journey.person.pk}/add/note/?draft={line.id}"


def test_a_draft_about_somebody_whom_the_author_lost_is_not_listed(journey: Journey) -> None:
    draft = save(journey, by=journey.colleague, text="x")
    assert draft is not None
    Shift.objects.all().delete()
    assert not drafts(by=journey.colleague)
