"""What is attached to a view: who may see it, what is kept of it, and what is let go."""

from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.accounts.operations import UsedOperation
from alongside.accounts.viewer import Viewer
from alongside.audit.models import AccessEvent
from alongside.journey import queries, services
from alongside.journey.attachments import attachments_of
from alongside.journey.kinds import Kind
from alongside.journey.models import Attachment, Draft, Entry, Sort
from alongside.journey.policy import Unfit
from alongside.journey.tests.factories import Journey, digest, look_of
from alongside.journey.voices import Together, View
from alongside.lib import ids
from alongside.lib.tests.media.corpus import JPEGS, SOUNDS
from alongside.lib.tests.media.marks import left_in
from alongside.sharing.rules import Audience
from alongside.sharing.services import Refused

pytestmark = pytest.mark.django_db

PHOTO = next(made for made in JPEGS if made.name == "jpeg exif with place").content
BROKEN = next(made for made in JPEGS if made.name == "jpeg cut off").content
VOICE = next(made for made in SOUNDS if made.name == "mp4 place").content


def begin(journey: Journey, by: Viewer, kind: Kind = Kind.VIEW) -> UUID:
    """A draft; the operation id of its form."""
    form = ids.new()
    services.save_draft(
        by=by, person=journey.person.pk, kind=kind, fields={"words": ["Hm."]}, operation=form
    )
    return form


def attach(
    journey: Journey,
    form: UUID,
    *,
    by: Viewer | None = None,
    sort: Sort = Sort.PHOTO,
    content: bytes = PHOTO,
    operation: UUID | None = None,
) -> Attachment:
    outcome = services.attach(
        by=by or journey.own,
        person=journey.person.pk,
        form=form,
        sort=sort,
        content=content,
        words="My room",
        operation=operation or ids.new(),
    )
    return Attachment.objects.get(pk=str(outcome.id))


def tell(
    journey: Journey,
    form: UUID,
    *,
    by: Viewer | None = None,
    audience: Audience = Audience.CIRCLE,
    contents: View | None = None,
) -> Entry:
    outcome = services.tell(
        by=by or journey.own,
        person=journey.person.pk,
        contents=contents or View(words="Look at this"),
        audience=audience,
        operation=form,
        digest=digest(str(form)),
    )
    return Entry.objects.get(pk=str(outcome.id))


def seers(journey: Journey, row: Attachment) -> set[str]:
    return {name for name, who in journey.everybody.items() if sees(journey, who, row)}


def sees(journey: Journey, who: Viewer, row: Attachment) -> bool:
    try:
        services.open_attachment(by=who, person=journey.person.pk, part=row.pk)
    except Refused:
        return False
    return True


def files() -> set[Path]:
    return {file for file in (Path(settings.HOME) / "files").rglob("*") if file.is_file()}


def test_what_is_kept_is_ours_and_says_nothing_of_whose_it_was(journey: Journey) -> None:
    row = attach(journey, begin(journey, journey.own))
    kept = services.read_attachment(row)
    assert left_in(PHOTO)
    assert left_in(kept) == []
    assert kept.startswith(b"\xff\xd8")
    assert len(kept) == services.size_of_attachment(row)
    assert (row.contents.mime, row.contents.words) == ("image/jpeg", "My room")
    assert b"My room" not in bytes(row.sealed)


@pytest.mark.django_db(transaction=True)
def test_what_is_added_while_a_view_is_sent_is_in_it(journey: Journey) -> None:
    """Sending waits for a photo that is on its way, and a late draft is none once it is sent."""
    form, person = begin(journey, journey.own), journey.person.pk
    added = Event()

    def send() -> Entry:
        added.wait(10)
        try:
            return tell(journey, form)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            row = attach(journey, form)
            services.save_draft(
                by=journey.own, person=person, kind=Kind.VIEW, fields={}, operation=form
            )
            sent = pool.submit(send)
            added.set()
            wait([sent], timeout=1)
        entry = sent.result(10)
    assert entry.latest is not None
    assert [one.id for one in entry.latest.contents.enclosed] == [row.pk]


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_saved_while_its_view_is_sent_is_no_draft(journey: Journey) -> None:
    form, person = begin(journey, journey.own), journey.person.pk
    told = Event()

    def save() -> Draft | None:
        told.wait(10)
        try:
            return services.save_draft(
                by=journey.own, person=person, kind=Kind.VIEW, fields={}, operation=form
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            tell(journey, form)
            saved = pool.submit(save)
            told.set()
            wait([saved], timeout=1)
        assert saved.result(10) is None
    assert not Draft.objects.exists()


def test_a_voice_note_says_how_long_it_takes(journey: Journey) -> None:
    row = attach(journey, begin(journey, journey.own), sort=Sort.VOICE, content=VOICE)
    assert (row.contents.mime, row.contents.seconds) == ("audio/mpeg", 1)


def test_until_it_is_sent_only_who_writes_sees_it(journey: Journey) -> None:
    row = attach(journey, begin(journey, journey.own))
    assert seers(journey, row) == {"own"}


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        (
            Audience.CIRCLE,
            {"own", "parent", "key_worker", "colleague", "night", "school", "newcomer"},
        ),
        (Audience.KEY_WORKER, {"own", "key_worker"}),
        (Audience.ONLY_ME, {"own"}),
    ],
)
def test_who_may_read_the_view_may_see_what_is_attached(
    journey: Journey, audience: Audience, who: set[str]
) -> None:
    form = begin(journey, journey.own)
    row = attach(journey, form)
    tell(journey, form, audience=audience)
    assert seers(journey, row) == who


def test_what_a_worker_writes_down_with_the_person_is_the_persons_once_it_is_sent(
    journey: Journey,
) -> None:
    form = begin(journey, journey.key_worker)
    row = attach(journey, form, by=journey.key_worker)
    assert seers(journey, row) == {"key_worker"}
    written = View(words="my bed", together=Together("Robyn", "Nights"))
    tell(journey, form, by=journey.key_worker, audience=Audience.ONLY_ME, contents=written)
    assert seers(journey, row) == {"own"}


def test_a_look_is_recorded_as_a_look_at_the_entry(journey: Journey) -> None:
    form = begin(journey, journey.own)
    row = attach(journey, form)
    entry = tell(journey, form)
    for _ in range(3):
        services.open_attachment(by=journey.school, person=journey.person.pk, part=row.pk)
    looks = AccessEvent.objects.filter(object=entry.pk, account=journey.school.account)
    assert looks.count() == 1


def test_nobody_attaches_to_what_they_do_not_write(journey: Journey) -> None:
    before = files()
    form = begin(journey, journey.own)
    for who in (journey.parent, journey.key_worker, journey.excluded, journey.outsider):
        with pytest.raises(Refused):
            attach(journey, form, by=who)
    viewpoint = begin(journey, journey.parent, Kind.VIEWPOINT)
    with pytest.raises(Refused):
        attach(journey, viewpoint, by=journey.parent)
    with pytest.raises(Refused):
        attach(journey, begin(journey, journey.parent), by=journey.parent)
    with pytest.raises(Refused):
        attach(journey, ids.new())
    assert files() == before
    assert not Attachment.objects.exists()


def test_what_was_sent_is_not_added_to(journey: Journey) -> None:
    form = begin(journey, journey.own)
    row = attach(journey, form)
    entry = tell(journey, form)
    with pytest.raises(Unfit, match="sent already"):
        attach(journey, form)
    with pytest.raises(Refused):
        services.remove_attachment(by=journey.own, person=journey.person.pk, attachment=row.pk)
    assert [row.pk] == list(Attachment.objects.filter(of=entry.pk).values_list("pk", flat=True))


def test_the_same_sending_is_one_attachment_and_one_file(journey: Journey) -> None:
    before = files()
    form, operation = begin(journey, journey.own), ids.new()
    first = attach(journey, form, operation=operation)
    assert attach(journey, form, operation=operation) == first
    with pytest.raises(UsedOperation):
        attach(journey, form, operation=operation, sort=Sort.VOICE, content=VOICE)
    assert Attachment.objects.count() == 1
    assert len(files() - before) == 1


def test_a_refused_file_leaves_nothing_and_says_why(journey: Journey) -> None:
    before = files()
    form = begin(journey, journey.own)
    with pytest.raises(Unfit, match="Part of it is missing"):
        attach(journey, form, content=BROKEN)
    with pytest.raises(Unfit, match="not a picture that we can open"):
        attach(journey, form, sort=Sort.DRAWING, content=VOICE)
    assert files() == before
    assert Draft.objects.count() == 1


def test_a_view_holds_ten_and_no_more(journey: Journey) -> None:
    form = begin(journey, journey.own)
    rows = [attach(journey, form) for _ in range(10)]
    before = files()
    with pytest.raises(Unfit, match="10 things"):
        attach(journey, form)
    assert files() == before
    services.remove_attachment(by=journey.own, person=journey.person.pk, attachment=rows[0].pk)
    attach(journey, form)


def test_when_it_cannot_be_written_no_file_is_left(journey: Journey) -> None:
    before, form = files(), begin(journey, journey.own)
    with connection.execute_wrapper(refusing("journey_attachment")), pytest.raises(DatabaseError):
        attach(journey, form)
    assert files() == before


def refusing(table: str):  # type: ignore[no-untyped-def]
    def refuse(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if sql.startswith("INSERT") and table in sql:
            raise DatabaseError("the disk is full")
        return execute(sql, params, many, context)

    return refuse


@pytest.mark.django_db(transaction=True)
def test_what_is_taken_out_or_thrown_away_is_erased(journey: Journey) -> None:
    before, form = files(), begin(journey, journey.own)
    rows = [attach(journey, form) for _ in range(3)]
    services.remove_attachment(by=journey.own, person=journey.person.pk, attachment=rows[0].pk)
    assert len(files() - before) == 2
    (draft,) = Draft.objects.all()
    services.discard_draft(by=journey.own, person=journey.person.pk, draft=draft.pk)
    assert files() == before
    assert not Attachment.objects.exists()


def test_nobody_takes_out_what_is_not_theirs(journey: Journey) -> None:
    row = attach(journey, begin(journey, journey.own))
    for who in (journey.parent, journey.key_worker, journey.outsider):
        with pytest.raises(Refused):
            services.remove_attachment(by=who, person=journey.person.pk, attachment=row.pk)
    assert Attachment.objects.exists()


def test_a_page_shows_attachments_and_asks_for_nothing_more(journey: Journey) -> None:
    for number in range(3):
        form = begin(journey, journey.own)
        for _ in range(number):
            attach(journey, form)
        tell(journey, form)
    look = look_of(journey.own, journey)
    with CaptureQueriesContext(connection) as caught:
        line = queries.timeline(look, asked={})
        shown = [card.attachments for card in line.cards]
    assert [len(several) for several in shown] == [2, 1, 0]
    assert [one.said for one in shown[0]] == ["My room", "My room"]
    assert not [q for q in caught.captured_queries if "journey_attachment" in q["sql"]]
    rows = Attachment.objects.filter(of=line.cards[0].entry.pk).order_by("created_at", "id")
    assert [one.id for one in shown[0]] == [row.pk for row in rows]


def test_other_words_for_a_view_keep_what_was_enclosed(journey: Journey) -> None:
    form = begin(journey, journey.own)
    row = attach(journey, form)
    entry = tell(journey, form)
    assert entry.latest is not None
    services.correct_entry(
        by=journey.own,
        person=journey.person.pk,
        entry=entry.pk,
        contents=View(words="Other words"),
        happened_at=entry.happened_at,
        based_on=entry.latest.pk,
        operation=ids.new(),
        digest=digest("other words"),
    )
    (card,) = queries.timeline(look_of(journey.own, journey), asked={}).cards
    assert (card.voice, [one.id for one in card.attachments]) == ("Other words", [row.pk])


def test_a_draft_shows_what_is_attached_to_it(journey: Journey) -> None:
    row = attach(journey, begin(journey, journey.own))
    assert list(attachments_of(look_of(journey.own, journey), [row.of])) == [row.of]
