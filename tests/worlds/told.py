"""What is told in somebody’s own words and hidden: views, viewpoints, what stands beside and in them."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from alongside.journey import services as journey
from alongside.journey.kinds import Kind
from alongside.journey.models import Sort, Stance
from alongside.journey.voices import Face, Question, Scale, Together, View, Viewpoint
from alongside.lib import ids
from alongside.lib.tests.media.painting import painted
from alongside.sharing.rules import Audience
from alongside.sharing.services import Refused
from alongside.vault import services as vault
from tests.northmere import Northmere
from tests.routes.table import KEY_WORKER, SELF, TIED, WORKING
from tests.worlds.elsewhere import SECRET, Ids
from tests.worlds.hidden import FOR_WORKERS, Hidden, entry_by, first, read_by

# Far from what everybody else has said, so that it would show as a difference too.
SCALES = (Scale(Question.SAFE, 0, SECRET, SECRET), Scale(Question.SCHOOL_WORK, 10, SECRET))
VIEW = View(SECRET, (Face.AWFUL,), SECRET, SECRET, SECRET, SCALES)
TOGETHER = View(SECRET, scales=SCALES, together=Together(SECRET, SECRET))
UNSAFE = View(SECRET, unsafe=True)
VIEWPOINT = Viewpoint(SCALES)
BOTH = SELF | KEY_WORKER


def tell(
    area: Northmere,
    slug: str,
    contents: View | Viewpoint,
    audience: Audience,
    *,
    operation: UUID | None = None,
) -> UUID:
    operation = operation or ids.new()
    told = journey.tell(
        by=area.viewer(slug),
        person=area.person,
        contents=contents,
        audience=audience,
        operation=operation,
        digest=vault.mac("test", str(operation)),
    )
    assert told.id is not None
    return told.id


def told_by(
    slug: str, contents: View | Viewpoint, audience: Audience
) -> Callable[[Northmere], Ids]:
    return lambda area: [tell(area, slug, contents, audience)]


def view_to(audience: Audience) -> Callable[[Northmere], Ids]:
    return told_by("young-person", VIEW, audience)


def begun(area: Northmere) -> tuple[UUID, Ids]:
    """A view that is being written, with a photo: the id of its form, and what there is of it."""
    by, form = area.viewer("young-person"), ids.new()
    words = {"words": [SECRET], "good": [SECRET]}
    draft = journey.save_draft(
        by=by, person=area.person, kind=Kind.VIEW, fields=words, operation=form
    )
    added = journey.attach(
        by=by,
        person=area.person,
        form=form,
        sort=Sort.PHOTO,
        content=painted("JPEG"),
        words=SECRET,
        operation=ids.new(),
    )
    assert draft is not None
    assert added.id is not None
    return form, [added.id, draft.pk]


def with_a_photo(area: Northmere) -> Ids:
    form, there = begun(area)
    tell(area, "young-person", VIEW, Audience.KEY_WORKER, operation=form)
    return there


def photo_opened(area: Northmere, hidden: Ids) -> None:
    with suppress(Refused):
        journey.open_attachment(by=area.viewer("key-worker"), person=area.person, part=hidden[0])


def beside(slug: str, stance: Stance) -> Callable[[Northmere, Ids], Ids]:
    """A remark beside the entry that was before it."""

    def remarked(area: Northmere, before: Ids) -> Ids:
        operation = ids.new()
        made = journey.remark(
            by=area.viewer(slug),
            person=area.person,
            entry=before[0],
            stance=stance,
            words=SECRET,
            operation=operation,
            digest=vault.mac("test", str(operation)),
        )
        return [*before, *([made.id] if made.id else [])]

    return remarked


def answered_by(slug: str) -> Callable[[Northmere, Ids], None]:
    """What was done about it, written beside the same entry."""

    def goes_on(area: Northmere, hidden: Ids) -> None:
        with suppress(Refused):
            beside(slug, Stance.DONE)(area, hidden)

    return goes_on


def readers_chosen(slug: str, audience: Audience) -> Callable[[Northmere, Ids], Ids]:
    """Whoever said it lets others see it, or fewer."""

    def chosen(area: Northmere, before: Ids) -> Ids:
        operation = ids.new()
        journey.choose_readers(
            by=area.viewer(slug),
            person=area.person,
            entry=before[0],
            audience=audience,
            operation=operation,
            digest=vault.mac("test", str(operation)),
        )
        return before

    return chosen


VIEWS: tuple[Hidden, ...] = (
    Hidden(
        "a view for the key worker",
        first(view_to(Audience.KEY_WORKER)),
        seen_by=BOTH,
        goes_on=answered_by("key-worker"),
    ),
    Hidden(
        "a view for nobody yet",
        first(view_to(Audience.ONLY_ME)),
        seen_by=SELF,
        goes_on=read_by("young-person"),
        noticed_by="young-person",
    ),
    Hidden(
        "“I don’t feel safe”",
        first(told_by("young-person", UNSAFE, Audience.WORKERS)),
        seen_by=SELF | WORKING,
        goes_on=answered_by("school-lead"),
    ),
    Hidden(
        "a view for the circle, for a member of whom nobody has decided",
        first(view_to(Audience.CIRCLE)),
        seen_by=TIED - {"newcomer"},
        goes_on=answered_by("school-lead"),
    ),
    Hidden(
        "a view told together, and then for nobody else",
        first(told_by("key-worker", TOGETHER, Audience.ONLY_ME)),
        seen_by=SELF,
        noticed_by="young-person",
    ),
    Hidden(
        "a view told together with school, for the key worker",
        first(told_by("school-lead", TOGETHER, Audience.KEY_WORKER)),
        seen_by=BOTH,
        goes_on=read_by("key-worker"),
    ),
    Hidden(
        "a parent’s viewpoint for the key worker",
        first(told_by("parent", VIEWPOINT, Audience.KEY_WORKER)),
        seen_by=KEY_WORKER | {"parent"},
        goes_on=answered_by("key-worker"),
    ),
    Hidden(
        "a parent’s viewpoint for nobody",
        first(told_by("parent", VIEWPOINT, Audience.ONLY_ME)),
        seen_by=frozenset({"parent"}),
        noticed_by="parent",
    ),
    Hidden(
        "what a worker says beside an entry for workers",
        beside("school-lead", Stance.DIFFERENT),
        before=FOR_WORKERS,
        seen_by=WORKING,
        goes_on=answered_by("school-nurse"),
    ),
    Hidden(
        "“this is not right” beside an entry for somebody named",
        beside("young-person", Stance.NOT_RIGHT),
        before=entry_by("key-worker", Audience.NAMED, "school-lead", "young-person"),
        seen_by=BOTH | {"school-lead"},
        goes_on=answered_by("school-lead"),
    ),
    Hidden(
        "“this is not right” beside a view for the key worker",
        beside("young-person", Stance.NOT_RIGHT),
        before=view_to(Audience.KEY_WORKER),
        seen_by=BOTH,
        goes_on=answered_by("key-worker"),
    ),
    Hidden(
        "a view for nobody yet, and then for the key worker",
        readers_chosen("young-person", Audience.KEY_WORKER),
        before=view_to(Audience.ONLY_ME),
        seen_by=BOTH,
        goes_on=answered_by("key-worker"),
    ),
    Hidden(
        "a viewpoint for the key worker, and then for nobody",
        readers_chosen("parent", Audience.ONLY_ME),
        before=told_by("parent", VIEWPOINT, Audience.KEY_WORKER),
        seen_by=KEY_WORKER | {"parent"},
    ),
    Hidden(
        "a view for the key worker with a photo",
        first(with_a_photo),
        seen_by=BOTH,
        goes_on=photo_opened,
    ),
    Hidden(
        "a view with a photo that is being written",
        first(lambda area: begun(area)[1]),
        seen_by=SELF,
        noticed_by="young-person",
    ),
)
