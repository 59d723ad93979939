"""Drawings, photos and voice notes: sent with a draft or by a script, shown, and taken out again."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside.journey import services
from alongside.journey.attached import Attached
from alongside.journey.attachments import attachments_of
from alongside.journey.drafting import draft_of, typed_in
from alongside.journey.kinds import Kind
from alongside.journey.models import Attachment, Draft, Sort
from alongside.journey.policy import may_tell_view
from alongside.journey.queries import draft_url
from alongside.journey.sending import attach_each
from alongside.lib import ids
from alongside.lib.media.refusal import TOO_LARGE
from alongside.sharing.pages import part_page, record_page, slow_page
from alongside.sharing.rules import Action
from alongside.sharing.services import Look, Refused
from alongside.ui.private_files import HEADERS

ROOM = "journey"
RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
# What a form says about files; the rest is the words of whoever fills it in.
OF_FILES = {"attachment", *(f"{sort}_words" for sort in Sort)}


@require_POST
@slow_page(Action.TELL, room=ROOM)
def attach(request: HttpRequest, look: Look) -> HttpResponse:
    """Add what was sent as `photo`, `drawing` or `voice` to the view whose form this is.

    `operation` is the form's, as for saving a draft; everything else that the form holds is saved
    with it, so that a button of the form can lead here without a script. `photo_words` (and so on)
    say what it shows; `attachment` is an operation id of the sending itself, and may be left out.
    """
    if TOO_LARGE in request.META:
        return answer(request, None, [], [_("This is too big. Choose a smaller one.")], look=look)
    form = ids.parse(request.POST.get("operation", ""))
    if form is None:
        raise Http404
    if not may_tell_view(seen=look):
        raise Refused(by=look.by, action=Action.TELL, room=ROOM, rule="not-for-you", object=form)
    draft = kept_draft(request, look, form)
    if draft is None:
        return answer(request, None, [], [_("This is sent already.")], look=look)
    done, refused = attach_each(request, look, form)
    if not done and not refused:
        refused.append(_("Choose a drawing, a photo or a voice note first."))
    return answer(request, draft, done, refused, look=look)


def kept_draft(request: HttpRequest, look: Look, form: UUID) -> Draft | None:
    """The draft of this form, with all that was sent of it. None once it has been sent.

    A script sends a file alone: that says nothing about the words, which stay as they were.
    """
    fields = {n: v for n, v in typed_in(request.POST).items() if n not in OF_FILES}
    draft = None if any(map(any, fields.values())) else draft_of(look, form)
    return draft or services.save_draft(
        by=look.by, person=look.person.pk, kind=Kind.VIEW, fields=fields, operation=form
    )


def answer(
    request: HttpRequest,
    draft: Draft | None,
    done: list[UUID | None],
    refused: list[str],
    *,
    look: Look,
) -> HttpResponse:
    """What became of it: for a script all that the draft holds now, else the draft again."""
    said = refused or [_("We added it. Only you can see it until you send this.")]
    where = draft_url(draft) if draft else reverse("home:record", args=[look.person.pk])
    if "application/json" in request.headers.get("Accept", ""):
        held = attachments_of(look, [draft.pk]).get(draft.pk, ()) if draft else ()
        told = {
            "said": " ".join(said),
            "refused": refused,
            "added": [str(id) for id in done],
            "attachments": [as_json(one) for one in held],
            "address": where,
        }
        return JsonResponse(told, status=422 if refused else 200)
    tell = messages.error if refused else messages.success
    for sentence in said:
        tell(request, sentence)
    return HttpResponseRedirect(where)


def as_json(one: Attached) -> dict[str, str | int]:
    return {
        "id": str(one.id),
        "sort": one.sort.value,
        "words": one.words,
        "said": one.said,
        "length": one.length if one.is_sound else "",
        "address": one.url,
        "remove": one.remove_url,
    }


@require_safe
@part_page(services.open_attachment)
def attachment(request: HttpRequest, look: Look, row: Attachment) -> HttpResponse:
    """The bytes themselves, or the part of them that a player asks for: it is one look."""
    size = services.size_of_attachment(row)
    asked = part_asked(request.headers.get("Range", ""), size=size)
    start, stop = asked or (0, size)
    status = 206 if asked else 200
    if asked and start >= stop:
        status, start, stop = 416, 0, 0
    content = services.read_attachment(row, start=start, stop=stop)
    mime = row.contents.mime
    response = HttpResponse(
        content, content_type=mime, status=status, headers=HEADERS | {"Accept-Ranges": "bytes"}
    )
    if asked:
        part = f"{start}-{stop - 1}" if status == 206 else "*"
        response.headers["Content-Range"] = f"bytes {part}/{size}"
    return response


def part_asked(header: str, *, size: int) -> tuple[int, int] | None:
    """The one range asked for, as start and stop; empty when it begins behind the end.

    None for no range, and for what we do not understand: then all of it is sent.
    """
    found = RANGE.fullmatch(header.strip())
    if found is None or found.group(0) == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        return max(size - int(last), 0), size
    start, stop = int(first), min(int(last) + 1, size) if last else size
    return None if last and int(last) < start else (start, stop)


@require_POST
@record_page(Action.TELL, room=ROOM)
def attachment_remove(request: HttpRequest, look: Look, part_id: UUID) -> HttpResponse:
    """Take something out of a view that is still being written."""
    draft = services.remove_attachment(by=look.by, person=look.person.pk, attachment=part_id)
    said = _("We took it out. It is gone for good.")
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"said": said})
    messages.success(request, said)
    return HttpResponseRedirect(draft_url(draft))
