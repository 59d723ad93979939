"""What somebody in the circle may see: the question to the person, and the fuller one to a worker."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alongside.accounts.operations import Outcome
from alongside.lib import clock
from alongside.sharing import access
from alongside.sharing.models import AccessWords, Understanding
from alongside.sharing.rules import Reach
from alongside.sharing.services import Look
from alongside.ui.forms import Choice, Day, Form, Line, Words, operation_of
from alongside.vault import services as vault

__all__ = ["NotOpen", "OwnAccessForm", "SameHand", "WorkerAccessForm", "form_for", "propose"]

NotOpen, SameHand = access.NotOpen, access.SameHand

OWN = {
    Reach.NOTHING: _("Nothing"),
    Reach.PLAN: _("My plan, and who is in my circle"),
    Reach.SHARED: _("Everything that is shared with my circle"),
}
ABOUT_SOMEBODY = {
    Reach.NOTHING: _("Nothing"),
    Reach.PLAN: _("The plan, and who is in the circle"),
    Reach.SHARED: _("Everything that is shared with the circle"),
}


class Freely(Words):
    asks_plainly = True  # not "(if you want)": the question says so itself


class OwnAccessForm(Form):
    """For the person: one question, and room to say why."""

    reach = Choice(label=_("What should they see?"), choices=list(OWN.items()))
    why = Freely(label=_("Why? You do not have to say."), required=False, rows=2)

    @property
    def words(self) -> AccessWords:
        return AccessWords(why=self.cleaned_data["why"])


class WorkerAccessForm(Form):
    """For whoever looks after the circle: what it rests on, for this decision alone."""

    reach = Choice(label=_("What should they see?"), choices=list(ABOUT_SOMEBODY.items()))
    why = Words(label=_("Why is this right for the person?"), rows=3)
    understanding = Choice(
        label=_("Does the person understand this decision, and what do they say?"),
        help_text=_("This decision alone. From 16 we start from the view that they understand."),
        choices=Understanding.choices,
    )
    judged_by = Line(label=_("Who talked with them about it?"), required=False)
    judged_on = Day(label=_("When was that?"), required=False)
    parental = Line(
        label=_("Do they have parental responsibility, and how do you know?"), required=False
    )
    court = Words(
        label=_("Has a court limited anything?"),
        help_text=_("For example: an address that must stay secret, or no contact."),
        required=False,
        rows=2,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        asked = cleaned.get("understanding") not in {None, Understanding.NOT_ASKED}
        if asked and not cleaned.get("judged_by") and "judged_by" not in self.errors:
            self.add_error("judged_by", _("Write who talked with them about it."))
        day = cleaned.get("judged_on")
        if day and day > timezone.localtime(clock.now()).date():
            self.add_error("judged_on", _("This day is still to come."))
        return cleaned

    @property
    def words(self) -> AccessWords:
        said = self.cleaned_data
        return AccessWords(
            why=said["why"],
            understanding=said["understanding"],
            judged_by=said["judged_by"],
            judged_on=said["judged_on"],
            parental=said["parental"],
            court=said["court"],
        )


type AccessForm = OwnAccessForm | WorkerAccessForm


def form_for(look: Look, data: Any, *, reach: Reach) -> AccessForm:
    kind = OwnAccessForm if look.is_own else WorkerAccessForm
    return kind(data, initial={"reach": reach.value})


def propose(form: AccessForm, *, look: Look, membership: Any) -> Outcome:
    """Raises Refused and UsedOperation."""
    return access.propose(
        by=look.by,
        person=look.person.pk,
        membership=membership,
        reach=Reach(form.cleaned_data["reach"]),
        words=form.words,
        operation=operation_of(form),
        digest=vault.mac("home.access", str(look.person.pk), str(membership), form.canonical()),
    )
