"""What every page asks the same way: who can see something, and why when it is not everyone."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.forms import BoundField, Field
from django.utils.translation import gettext_lazy as _

from alongside.journey.asking import About
from alongside.journey.parts import Label
from alongside.journey.policy import CHOICES, REASONS, Openness, Unfit, check
from alongside.lib import clock
from alongside.sharing.rules import Audience
from alongside.ui.forms import Choice, Choices, Day, DraftableForm

NARROWING = ("named", "withheld_reason", "withheld_until")


class AskingForm(DraftableForm):
    """A form that can show a draft as it was left, and says `%(name)s` in its questions."""

    template_name = "journey/form.html"

    def __init__(self, *args: Any, whom: About, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whom = whom
        for field in self.fields.values():
            field.label = filled(field.label, whom.name)
            field.help_text = filled(field.help_text, whom.name)
        self.say_what_is_missing()

    def say_what_is_missing(self) -> None:
        """An empty answer is told by its question, since all faults stand together on top."""
        for field in self.fields.values():
            if (
                field.label
                and field.error_messages.get("required") == Field.default_error_messages["required"]
            ):
                field.error_messages["required"] = _("Answer this: %(question)s") % {
                    "question": field.label
                }

    def questions(self) -> Iterator[BoundField]:
        """What everybody is asked."""
        return (field for field in self.visible_fields() if field.name not in NARROWING)

    def narrowing(self) -> list[BoundField]:
        """What is asked only when fewer people should see it."""
        return [field for field in self.visible_fields() if field.name in NARROWING]

    @property
    def is_narrowed(self) -> bool:
        """Whether the questions about fewer people stand open."""
        if "audience" not in self.fields:
            return False
        return bool(self["audience"].value() != Audience.CIRCLE)


def filled(text: object, name: str) -> str:
    return str(text or "") % {"name": name}


class OpennessForm(AskingForm):
    """Who can see this, and when it is not everyone: why, and when to look again."""

    withheld_until = Day(
        label=_("When do you look at this again?"),
        help_text=_(
            "Within 28 days. We remind you. From that day others in your agency can look too."
        ),
        error_messages={"required": _("Write the day when you look at this again.")},
    )

    def __init__(self, *args: Any, whom: About, **kwargs: Any) -> None:
        super().__init__(*args, whom=whom, **kwargs)
        self.initial.setdefault("audience", Audience.CIRCLE.value)
        self.fields["audience"] = Choice(
            label=_("Who can see this?"),
            choices=[(choice.value, words) for choice, words in choices_for(whom)],
        )
        self.fields["withheld_reason"] = Choice(
            label=_("Why should fewer people see it?"), choices=list(REASONS.items())
        )
        if whom.nameable:
            self.fields["named"] = Choices(
                label=_("If you choose people: who can see it?"),
                choices=[(str(member.account), member.label) for member in whom.nameable],
            )
        self.order_fields(["operation", "audience", *NARROWING])
        self.say_what_is_missing()

    @property
    def openness(self) -> Openness:
        answers = self.cleaned_data
        return Openness.of(
            audience=Audience(answers["audience"]),
            reason=answers.get("withheld_reason") or "",
            until=answers.get("withheld_until"),
            named=[UUID(account) for account in answers.get("named") or ()],
        )

    def clean(self) -> dict[str, Any]:
        """Why, when and whom are asked only of those who choose fewer people."""
        for name in not_asked(self.cleaned_data.get("audience")):
            self.errors.pop(name, None)
            self.cleaned_data.pop(name, None)
        if not self.errors:
            try:
                check(
                    self.openness,
                    at=clock.now(),
                    agency=self.whom.agency,
                    circle=self.whom.circle,
                )
            except Unfit as unfit:
                self.refuse(unfit)
        return self.cleaned_data


def not_asked(audience: str | None) -> tuple[str, ...]:
    if audience == Audience.CIRCLE:
        return NARROWING
    return () if audience == Audience.NAMED else ("named",)


def choices_for(whom: About) -> Iterator[tuple[Audience, Label]]:
    words: dict[Audience, Label] = {
        Audience.CIRCLE: _("Everyone in the circle, %(name)s too"),
        Audience.WORKERS: _("Workers only. %(name)s and family do not see it"),
        Audience.NAMED: _("Only people I choose"),
        Audience.AGENCY: _("Only %(agency)s"),
    }
    for choice in CHOICES:
        if choice is Audience.NAMED and not whom.nameable:
            continue
        if choice is Audience.AGENCY and not whom.agency:
            continue
        yield choice, str(words[choice]) % {"name": whom.name, "agency": whom.agency_name}
