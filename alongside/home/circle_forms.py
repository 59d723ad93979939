"""Forms about a circle, and what is said when a change of it cannot be."""

from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from alongside.accounts.names import names
from alongside.accounts.operations import once
from alongside.agencies import queries as agencies
from alongside.circles.models import Role
from alongside.circles.refusals import CircleRefusal as CannotBeDone
from alongside.lib import clock
from alongside.sharing import circle as services
from alongside.sharing.circle import Guest
from alongside.sharing.services import Look
from alongside.ui.forms import Choice, Form, Line, LineInput, OneOfMany
from alongside.vault import services as vault

__all__ = ["CannotBeDone", "InviteForm", "in_words", "invite_guest"]

EVERYTHING, FROM_NOW = "everything", "from-now"


class InviteForm(Form):
    """Who to ask into the circle, as what, and how much of the history they will see."""

    role = Choice(
        label=_("Who do you want to ask?"),
        choices=[
            (Role.WORKER.value, _("Somebody who works with the person")),
            (Role.FAMILY.value, _("Family or a friend")),
            (Role.CARER.value, _("A carer")),
            (Role.ADVOCATE.value, _("An advocate")),
        ],
    )
    post = OneOfMany(
        label=_("Worker"),
        help_text=_("Only if you ask a worker."),
        required=False,
    )
    email = forms.EmailField(
        widget=LineInput({"type": "email", "autocomplete": "off"}),
        label=_("Their e-mail address"),
        help_text=_("Only if you ask family, a friend, a carer or an advocate."),
        required=False,
    )
    relationship = Line(
        label=_("Who are they to the person?"),
        help_text=_("For example: Mum, Nan, best friend."),
        required=False,
    )
    purpose = Line(label=_("What are they there for?"))
    history = Choice(
        label=_("What can they see?"),
        help_text=_("Family, carers and advocates see nothing until two of you have decided it."),
        choices=[
            (EVERYTHING, _("Everything that is shared with the circle, also from before")),
            (FROM_NOW, _("Only what happens from now on")),
        ],
    )

    def __init__(self, *args: object, look: Look, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.look = look
        self.fields["post"].choices = [("", _t("Choose")), *workers()]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("role") == Role.WORKER:
            if not cleaned.get("post"):
                self.add_error("post", ValidationError(_t("Choose the worker.")))
        elif cleaned.get("role") and not cleaned.get("email"):
            self.add_error("email", ValidationError(_t("Write their e-mail address.")))
        return cleaned

    @property
    def receipt(self) -> str:
        if self.cleaned_data["role"] == Role.WORKER:
            return _t("They are asked. They find it when they sign in.")
        # The same for every address: nobody learns here who has an account.
        return _t("If they have an account here, they find your question when they sign in.")


def workers() -> list[tuple[str, str]]:
    """Everybody who holds a post now, by agency."""
    posts = list(agencies.active(clock.now()).values_list("id", "account_id"))
    labels = agencies.posts(post for post, _account in posts)
    who = names(account for _post, account in posts)
    rows = [
        (str(post), f"{labels[post].agency}: {who[account]}, {labels[post].role}")
        for post, account in posts
    ]
    return sorted(rows, key=lambda row: row[1].casefold())


def invite_guest(form: InviteForm, *, look: Look) -> None:
    """Send the invitation of a valid form, once. An address waits until somebody has it here."""
    guest = guest_of(form)

    def send(new_id: UUID) -> UUID:
        return services.invite(by=look.by, person=look.person.pk, guest=guest, new_id=new_id).pk

    once(
        by=look.by,
        operation=form.cleaned_data["operation"],
        kind="circles.invite",
        digest=vault.mac("circles.invite", str(look.person.pk), form.canonical()),
        effect=send,
    )


def guest_of(form: InviteForm) -> Guest:
    asked = form.cleaned_data
    role = Role(asked["role"])
    post = UUID(asked["post"]) if role == Role.WORKER else None
    return Guest(
        account=agencies.holder(post) if post else None,
        role=role,
        post=post,
        address="" if post else asked["email"],
        relationship=asked["relationship"],
        purpose=asked["purpose"],
        history_from=clock.now() if asked["history"] == FROM_NOW else None,
    )


def in_words(refusal: CannotBeDone) -> str:
    """Why the circle is not in a state in which this could be done."""
    sentences = {
        "OwnCircle": _t("That is the person this circle is for."),
        "WrongPost": _t("They do not hold this post any more."),
        "AlreadyMember": _t("They are in the circle already."),
        "AlreadyInvited": _t("They have been asked already and have not answered yet."),
        "NotInvited": _t("This invitation has been answered or taken back."),
        "Expired": _t("This invitation has run out. Ask for a new one."),
        "NotMember": _t("They are not in the circle any more."),
        "HasKeyWorker": _t("Somebody is the key worker already."),
        "NotAWorker": _t("Only somebody who works with the person can be the key worker."),
    }
    return sentences.get(type(refusal).__name__, _t("This cannot be done now."))
