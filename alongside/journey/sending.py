"""From the files of a form on a page to what is attached to a draft."""

from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from alongside.accounts.operations import UsedOperation
from alongside.journey import services
from alongside.journey.attachments import AT_MOST, TOO_MANY
from alongside.journey.models import Sort
from alongside.journey.policy import Unfit
from alongside.lib import ids
from alongside.sharing.services import Look
from alongside.vault import services as vault


def attach_each(
    request: HttpRequest, look: Look, form: UUID
) -> tuple[list[UUID | None], list[str]]:
    """Add every file that was sent: the ids of what was added, and why the others were not."""
    done, refused = list[UUID | None](), list[str]()
    if sum(len(request.FILES.getlist(sort.value)) for sort in Sort) > AT_MOST:
        return done, [str(TOO_MANY)]  # before anything is decoded
    for sort, content, words, operation in sent(request, form):
        try:
            outcome = services.attach(
                by=look.by,
                person=look.person.pk,
                form=form,
                sort=sort,
                content=content,
                words=words,
                operation=operation,
            )
        except Unfit as unfit:
            refused.append(str(unfit.sentence))
        except UsedOperation:
            refused.append(_("We have something else from you already. Send this once more."))
        else:
            done.append(outcome.id)
    return done, refused


def sent(request: HttpRequest, form: UUID) -> Iterator[tuple[Sort, bytes, str, UUID]]:
    """Each file with its words and the id of its own operation: the same file again is a replay."""
    given = ids.parse(request.POST.get("attachment", ""))
    for sort in Sort:
        words = request.POST.get(f"{sort}_words", "").strip()
        for number, file in enumerate(request.FILES.getlist(sort.value)):
            content = file.read()
            told = f"{given}|{number}" if given else f"{sha256(content).hexdigest()}|{words}"
            token = vault.mac("journey.attachment", str(form), sort.value, told)
            yield sort, content, words, UUID(bytes=token[:16])
