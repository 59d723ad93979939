"""Decorators that put a view behind the policy: decide, record, read, commit, then render.

The view runs inside the transaction and returns an unrendered TemplateResponse or a redirect.
Django renders after the decorator has committed, so bytes leave only when the event is kept.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponseBase

from alongside.accounts.routes import ViewerRequest
from alongside.audit.services import Depth
from alongside.lib.memory import remembering
from alongside.sharing import queries, services
from alongside.sharing.models import RecordItem
from alongside.sharing.rules import Action

type View = Callable[..., HttpResponseBase]


def record_page(
    action: Action = Action.SEE,
    *,
    room: str,
    depth: Depth = Depth.OPENED,
    posted: Depth | None = None,
) -> Callable[[View], View]:
    """For a view(request, look, …) whose address holds `person_id`. `posted`: the depth of a POST."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: ViewerRequest, person_id: UUID, **rest: Any) -> HttpResponseBase:
            def read() -> HttpResponseBase:
                seen = services.look(
                    by=request.viewer,
                    person=person_id,
                    action=action,
                    room=room,
                    depth=posted if posted and request.method == "POST" else depth,
                )
                return view(request, seen, **rest)

            return decided(read)

        page.route_policy = f"record:{action}"  # type: ignore[attr-defined]  # read by the boot check
        return page

    return decorate


def own_page(action: Action = Action.SEE, *, room: str) -> Callable[[View], View]:
    """For a view(request, look, …) about the viewer's own journey, whose address names nobody."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: ViewerRequest, **rest: Any) -> HttpResponseBase:
            def read() -> HttpResponseBase:
                by = request.viewer
                person = queries.own(by=by)
                if person is None:
                    raise services.Refused(
                        by=by, action=action, room=room, rule="no-standing", object=by.request
                    )
                seen = services.look(by=by, person=person, action=action, room=room)
                return view(request, seen, **rest)

            return decided(read)

        page.route_policy = f"own:{action}"  # type: ignore[attr-defined]  # read by the boot check
        return page

    return decorate


def item_page(
    model: type[RecordItem], action: Action = Action.READ, *, room: str
) -> Callable[[View], View]:
    """For a view(request, look, item, …) whose address holds `person_id` and `item_id`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def page(
            request: ViewerRequest, person_id: UUID, item_id: UUID, **rest: Any
        ) -> HttpResponseBase:
            def read() -> HttpResponseBase:
                seen, item = services.open_item(
                    model,
                    by=request.viewer,
                    person=person_id,
                    item=item_id,
                    action=action,
                    room=room,
                )
                return view(request, seen, item, **rest)

            return decided(read)

        page.route_policy = f"item:{action}"  # type: ignore[attr-defined]  # read by the boot check
        return page

    return decorate


def part_page[Part](
    open_part: Callable[..., tuple[services.Look, Part]], action: Action = Action.READ
) -> Callable[[View], View]:
    """For a view(request, look, part) of something that an item decides about.

    The address holds `person_id` and `part_id`; `open_part(by=, person=, part=)` is a service
    that decides by the item, records the look and loads the part, or raises Refused.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(
            request: ViewerRequest, person_id: UUID, part_id: UUID, **rest: Any
        ) -> HttpResponseBase:
            seen, part = decided(
                lambda: open_part(by=request.viewer, person=person_id, part=part_id)
            )
            # Committed: nobody waits while what may be large is read and unsealed.
            return view(request, seen, part, **rest)

        page.route_policy = f"item:{action}"  # type: ignore[attr-defined]  # read by the boot check
        return page

    return decorate


def slow_page(action: Action, *, room: str) -> Callable[[View], View]:
    """For a view(request, look, …) that works for long before it writes.

    The look is decided and recorded in a transaction of its own, so that nobody waits for the
    work; what the view calls decides again, in transactions of its own.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: ViewerRequest, person_id: UUID, **rest: Any) -> HttpResponseBase:
            try:
                with transaction.atomic():
                    seen = services.look(
                        by=request.viewer, person=person_id, action=action, room=room
                    )
                return view(request, seen, **rest)
            except services.Refused as refusal:
                services.refused(refusal)
            raise Http404

        page.route_policy = f"record:{action}"  # type: ignore[attr-defined]  # read by the boot check
        return page

    return decorate


def decided[Found](read: Callable[[], Found]) -> Found:
    """Run a read in one transaction; turn a refusal into the one 404, recorded."""
    try:
        with transaction.atomic(), remembering():
            return read()
    except services.Refused as refusal:
        services.refused(refusal)
    raise Http404


def in_one_look(view: View) -> View:
    """For a page that is not about one person: its reads and their events are one transaction."""

    @wraps(view)
    def page(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return decided(lambda: view(request, *args, **kwargs))

    return page
