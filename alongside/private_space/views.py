"""One page for everybody: how to leave fast. Whoever is here for themselves can open notes on it.

One address for all of it, and no line of it in the log: that somebody was here is what everybody
could have been for the first half of the page. Answers to what is sent have one size.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from uuid import UUID

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside.accounts.routes import public, to_sign_in, unlogged, viewer_of
from alongside.accounts.viewer import Viewer
from alongside.lib import chance, ids
from alongside.private_space import keys, pages, services
from alongside.private_space.forms import NoteForm, OpenForm
from alongside.private_space.policy import may_keep
from alongside.private_space.services import Changed
from alongside.private_space.space import Full, Space, is_whole

# Answers are filled up to a multiple of this: a full space and an empty one weigh the same.
WEIGHT = 64 * 1024


@dataclass(slots=True)
class Visit:
    """One form that was sent: by whom, what for, and the secret that it came with."""

    request: HttpRequest
    by: Viewer
    account: UUID
    act: str
    secret: bytes = b""
    came_open: bool = False
    context: dict[str, object] = field(default_factory=dict)

    def sent(self, name: str) -> str:
        return self.request.POST.get(name, "")

    @property
    def session(self) -> str:
        return self.request.session.session_key or ""


@unlogged
@public
@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: HttpRequest) -> HttpResponseBase:
    """How to leave and what stays behind, for everybody; and the way in, for who has one."""
    by = viewer_of(request)
    if request.method != "POST":
        return page(request, "privacy", {"form": OpenForm() if may_keep(by=by) else None})
    if not by.is_signed_in:
        return to_sign_in()
    if not may_keep(by=by) or by.account is None:
        raise Http404
    return of_one_weight(answer(Visit(request, by, by.account, request.POST.get("act", "open"))))


def answer(visit: Visit) -> HttpResponse:
    """Open first, by the page or by the passphrase; then do what was asked."""
    if visit.act == "close":
        return close(visit)
    secret = pages.held(visit.sent("kept_place"), account=visit.account, session=visit.session)
    visit.came_open = secret is not None
    if secret is None:
        passphrase = visit.sent("kept_passphrase")
        if not keys.normal(passphrase):
            return ask(visit)
        asked = visit.sent("kept_asked")
        if not pages.take(asked, account=visit.account, session=visit.session):
            return ask(visit, is_again=True)
        if not services.may_try(by=visit.by):
            return ask(visit, is_busy=True)
        secret = keys.derive(account=visit.account, passphrase=passphrase)
    visit.secret = secret
    act = ACTS.get(visit.act, opened)
    if not visit.came_open and act is not opened:
        services.open_space(by=visit.by, secret=secret)
    return act(visit)


def close(visit: Visit) -> HttpResponse:
    """Every open page of this session ends. Going back, and sending again, opens nothing."""
    pages.close(account=visit.account, session=visit.session)
    return HttpResponseRedirect(reverse("private_space:privacy"))


def ask(visit: Visit, *, is_busy: bool = False, is_again: bool = False) -> HttpResponse:
    """The passphrase is needed, or needed again. Words that came with it stay on the page."""
    words = visit.sent("kept_words") if may_give_back(visit) else ""
    form: NoteForm | OpenForm
    if words:
        form = NoteForm({"kept_words": words, "operation": visit.sent("operation")}, asks=True)
        carried = {name: visit.sent(name) for name in ("act", "note", "based_on")}
    else:
        form, carried = OpenForm({"operation": str(ids.new())}), {"act": "open"}
    form.full_clean()
    if is_busy or is_again:
        form.errors.pop("kept_passphrase", None)
    told: dict[str, object] = {
        "form": form,
        "carried": carried,
        "is_busy": is_busy,
        "is_again": is_again,
    }
    return page(visit.request, "privacy", told)


def may_give_back(visit: Visit) -> bool:
    return pages.gives_back(
        visit.sent("kept_place"),
        visit.sent("kept_asked"),
        operation=visit.sent("operation"),
        account=visit.account,
        session=visit.session,
    )


def opened(visit: Visit) -> HttpResponse:
    """Everything in the space."""
    read = services.look if visit.came_open else services.open_space
    return shown(visit, read(by=visit.by, secret=visit.secret))


def add(visit: Visit) -> HttpResponse:
    space = services.look(by=visit.by, secret=visit.secret)
    form = NoteForm(visit.request.POST, again=not (space.notes or space.events))
    if not form.is_valid():
        return shown(visit, space, form=form)
    if "kept_again" in form.fields and not is_same(visit, form.cleaned_data["kept_again"]):
        form.add_error("kept_again", _("This was not the same passphrase. Type it once more."))
        return shown(visit, space, form=form)
    try:
        space = services.add(
            by=visit.by,
            secret=visit.secret,
            operation=form.cleaned_data["operation"],
            words=form.cleaned_data["kept_words"],
        )
    except Full:
        form.add_error("kept_words", _("There is no room for all of this. Make it shorter."))
        return shown(visit, space, form=form)
    pages.remember_kept(account=visit.account, operation=visit.sent("operation"))
    return shown(visit, space, said=_("Kept. Only this passphrase shows it."))


def edit(visit: Visit) -> HttpResponse:
    """One note, to change or delete it."""
    space = services.look(by=visit.by, secret=visit.secret)
    note = space.note(ids.parse(visit.sent("note")))
    if note is None:
        return shown(visit, space, said=_("This note is not here any more."))
    form = NoteForm(initial={"kept_words": note.words})
    return edited(visit, form, note=str(note.id), based_on=services.mark(visit.secret, (note,)))


def change(visit: Visit) -> HttpResponse:
    form, note = NoteForm(visit.request.POST), ids.parse(visit.sent("note"))
    if note is None or not form.is_valid():
        return edited(visit, form, note=visit.sent("note"), based_on=visit.sent("based_on"))
    try:
        space = services.change(
            by=visit.by,
            secret=visit.secret,
            operation=form.cleaned_data["operation"],
            note=note,
            based_on=visit.sent("based_on"),
            words=form.cleaned_data["kept_words"],
        )
    except Full:
        form.add_error("kept_words", _("There is no room for all of this. Make it shorter."))
        return edited(visit, form, note=str(note), based_on=visit.sent("based_on"))
    except Changed:
        return crossed(visit)
    pages.remember_kept(account=visit.account, operation=visit.sent("operation"))
    return shown(visit, space, said=_("Changed."))


def delete(visit: Visit) -> HttpResponse:
    note, operation = ids.parse(visit.sent("note")), ids.parse(visit.sent("operation"))
    if note is None or operation is None:
        return opened(visit)
    try:
        space = services.delete(
            by=visit.by,
            secret=visit.secret,
            operation=operation,
            note=note,
            based_on=visit.sent("based_on"),
        )
    except Changed:
        return crossed(visit)
    return shown(visit, space, said=_("Deleted. Nobody can bring it back."))


def empty(visit: Visit) -> HttpResponse:
    try:
        based_on = visit.sent("based_on")
        space = services.empty(by=visit.by, secret=visit.secret, based_on=based_on)
    except Changed:
        return crossed(visit)
    return shown(visit, space, said=_("Everything here is gone. Nobody can bring it back."))


ACTS = {"add": add, "edit": edit, "change": change, "delete": delete, "empty": empty}


def is_same(visit: Visit, again: str) -> bool:
    return keys.derive(account=visit.account, passphrase=again) == visit.secret


def crossed(visit: Visit) -> HttpResponse:
    """Another page was faster. What is here now, and the words of this one in the box."""
    space = services.look(by=visit.by, secret=visit.secret)
    words = visit.sent("kept_words") if visit.act == "change" else ""
    said = _("Nothing was done: this was changed on another page, or this is another passphrase.")
    form = NoteForm(initial={"kept_words": words}, again=not (space.notes or space.events))
    return shown(visit, space, form=form, said=said)


def shown(
    visit: Visit, space: Space, *, form: NoteForm | None = None, said: str = ""
) -> HttpResponse:
    is_new = not (space.notes or space.events)
    return inside(
        visit,
        "opened",
        {
            "space": space,
            "is_new": is_new,
            "form": form or NoteForm(again=is_new),
            "events": space.events[::-1],
            "is_whole": is_whole(space, secret=visit.secret),
            "based_on": services.mark(visit.secret, space.notes),
            "operation": ids.new(),
            "said": said,
        },
    )


def edited(visit: Visit, form: NoteForm, *, note: str, based_on: str) -> HttpResponse:
    told = {"form": form, "note": note, "based_on": based_on, "operation": ids.new()}
    return inside(visit, "note", told)


def inside(visit: Visit, name: str, context: dict[str, object]) -> HttpResponse:
    """A page that carries the secret on, for ten more minutes and this session alone."""
    place = pages.hold(visit.secret, account=visit.account, session=visit.session)
    return page(visit.request, name, context | {"place": place})


def page(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    by, session = viewer_of(request), request.session.session_key or ""
    base = "ui/page.html" if by.is_signed_in else "ui/plain.html"
    asked = pages.ask(account=by.account, session=session) if by.account else ""
    told = context | {"base": base, "asked": asked}
    return HttpResponse(render_to_string(f"private_space/{name}.html", told, request))


def of_one_weight(response: HttpResponse) -> HttpResponse:
    """Filled up with noise that nothing shown depends on and no proxy can press together much."""
    missing = -(len(response.content) + 7) % WEIGHT
    noise = b64encode(chance.octets(missing))[:missing].replace(b"+", b"a")
    response.content = response.content + b"<!--" + noise + b"-->"
    return response
