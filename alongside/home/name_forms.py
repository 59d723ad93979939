"""What a person is called: the first time, and when it is corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alongside.people.models import Identity, IdentityVersion
from alongside.people.queries import full_name
from alongside.people.services import ChangedMeanwhile, SameIdentity
from alongside.sharing import naming
from alongside.sharing.services import Look
from alongside.ui.forms import Day, Form, Line, operation_of
from alongside.vault import services as vault

__all__ = [
    "CHANGED",
    "USED",
    "ChangedMeanwhile",
    "NameForm",
    "SameIdentity",
    "begun_again",
    "save_name",
]

CHANGED = _(
    "Somebody changed this while you wrote. It says now: %(name)s. Your words are still here. "
    "To use yours, save again. To keep what it says now, go back."
)
USED = _("You have saved a name with this page before. It says now: %(name)s. To change it, save.")
CALLED = ("known_as", "given", "family", "pronouns", "born")


class NameForm(Form):
    """What a person is called. A form that was sent is read against the version it was begun on."""

    known_as = Line(label=_("What do they like to be called?"), required=False)
    given = Line(label=_("First name"))
    family = Line(label=_("Last name"), required=False)
    pronouns = Line(label=_("Pronouns"), help_text=_("For example: she, her."), required=False)
    born = Day(label=_("Date of birth"), required=False)
    reason = Line(
        label=_("Why is this a correction?"),
        help_text=_("A few words. For example: it was spelled wrong."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, versions: Sequence[IdentityVersion]
    ) -> None:
        front = version_in_front(versions, data)
        said = {name: getattr(front.identity, name) for name in CALLED}
        super().__init__(data, initial=said | {"based_on": front.number})
        self.before = front.identity
        if not self.is_correction:
            del self.fields["reason"]

    @property
    def is_correction(self) -> bool:
        return bool(full_name(self.before))

    @property
    def identity(self) -> Identity:
        return replace(self.before, **{name: self.cleaned_data[name] for name in CALLED})


def version_in_front(
    versions: Sequence[IdentityVersion], sent: Mapping[str, Any] | None
) -> IdentityVersion:
    """The version that the author had before them; the newest one if none was sent."""
    asked = sent.get("based_on") if sent else None
    return next((row for row in versions if str(row.number) == asked), versions[0])


def save_name(form: NameForm, *, look: Look) -> None:
    """Write the name of a valid form, once. Raises what sharing.naming raises."""
    naming.name_person(
        by=look.by,
        person=look.person.pk,
        identity=form.identity,
        reason=form.cleaned_data.get("reason", ""),
        based_on=form.cleaned_data["based_on"],
        operation=operation_of(form),
        digest=vault.mac("people.name", str(look.person.pk), form.canonical()),
    )


def begun_again(
    sent: Mapping[str, Any], *, versions: Sequence[IdentityVersion], because: Promise
) -> NameForm:
    """The same words on top of what it says now, for the author to choose."""
    newest = versions[0]
    form = NameForm({**sent, "based_on": str(newest.number)}, versions=versions)
    form.is_valid()
    form.renewed(str(because) % {"name": full_name(newest.identity)})
    return form
