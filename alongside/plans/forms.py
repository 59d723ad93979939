"""What is asked when a plan is written: one thing at a time, in few words."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from alongside.plans.contents import Ending, Goal, State, Step, Thinks
from alongside.plans.services import ToDo
from alongside.plans.showing import PlanPage
from alongside.sharing.models import today
from alongside.ui.forms import Choice, Day, Form, Line, OneOfMany, Words

LONGEST = 1_000
SOMEBODY_ELSE = "other"
OWN, WRITERS = "own", "mine"


class PlanForm(Form):
    """A form about one plan. `place` keeps the ids of many forms on one page apart."""

    def __init__(self, *args: Any, page: PlanPage, place: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{place}-%s" if place else "id_%s")
        super().__init__(*args, **kwargs)
        self.page = page
        self.name = page.known_as or _now("the person")
        for field in self.fields.values():
            if field.label:
                field.label = str(field.label) % {"name": self.name}


class SaidForm(PlanForm):
    """Something that may have come from what somebody said."""

    said = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @property
    def came_from(self) -> UUID | None:
        found: UUID | None = self.cleaned_data.get("said")
        return found


class GoalForm(SaidForm):
    words = Words(label=_("What do you want?"), max_length=LONGEST, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.page.is_own:
            return
        self.fields["words"].label = _now("What is the goal?")
        own = _now("%(name)s’s own words") % {"name": self.name}
        self.fields["whose"] = Choice(
            label=_("Whose words are these?"), choices=[(OWN, own), (WRITERS, _("My words"))]
        )

    @property
    def is_own(self) -> bool:
        return self.page.is_own or bool(self.cleaned_data["whose"] == OWN)

    @staticmethod
    def filled_with(goal: Goal) -> dict[str, Any]:
        return {"words": goal.words, "whose": OWN if goal.is_own else WRITERS}


class EndForm(PlanForm):
    ending = Choice(
        label=_("How did it end?"),
        choices=[
            (Ending.REACHED.value, _("We got there")),
            (Ending.STOPPED.value, _("We stop this")),
        ],
    )
    why = Words(label=_("Say more"), required=False, max_length=LONGEST, rows=3)


class StanceForm(PlanForm):
    thinks = Choice(
        label=_("What do you think?"),
        choices=[
            (Thinks.AGREE.value, _("I agree")),
            (Thinks.NOT_YET.value, _("Not yet")),
            (Thinks.DIFFERENTLY.value, _("I see it differently")),
        ],
    )
    why = Words(label=_("Say why"), required=False, max_length=LONGEST, rows=2)


class StepForm(SaidForm):
    what = Words(label=_("What is the step?"), max_length=LONGEST, rows=2)
    who = OneOfMany(label=_("Who does it?"), required=False)
    who_words = Line(label=_("If it is somebody else: who?"), required=False, max_length=100)
    by = Day(label=_("By when?"), required=False)

    def __init__(self, *args: Any, goal: UUID | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"] = Choice(
            label=_("For which goal?"),
            choices=self.goals(),
            required=False,
            error_messages={"invalid_choice": _("This goal has ended already. Choose again.")},
        )
        self.fields["who"] = OneOfMany(
            label=_("Who does it?"), choices=self.people(), required=False
        )
        self.order_fields(["operation", "said", "what", "goal", "who", "who_words", "by"])
        first = self.page.goals[0].goal.id if self.page.goals else ""
        self.initial.setdefault("goal", str(goal or first))
        if not self.page.goals:
            del self.fields["goal"]
        elif goal and not self.is_bound and kwargs.get("place"):  # it stands under its goal
            self.fields["goal"].widget = forms.HiddenInput()

    def goals(self) -> list[tuple[str, str]]:
        named = [
            (str(card.goal.id), Truncator(card.goal.words).chars(80)) for card in self.page.goals
        ]
        return [*named, ("", _now("No goal. It is something to do"))]

    def people(self) -> list[tuple[str, str]]:
        you = _now("Me")
        members = [
            (str(one.account), you if one.is_you else one.described) for one in self.page.members
        ]
        gone = self.who_has_left
        return [
            ("", _now("Nobody yet")),
            *members,
            *gone,
            (SOMEBODY_ELSE, _now("Somebody else")),
        ]

    @property
    def who_has_left(self) -> list[tuple[str, str]]:
        """Somebody who is named for this step and is no member any more stays to be chosen."""
        who, card = self.initial.get("who"), self.initial.get("who_name")
        here = {str(one.account) for one in self.page.members}
        return [(str(who), str(card))] if who and card and who not in here else []

    def clean(self) -> dict[str, Any]:
        said, words = self.cleaned_data.get("who"), self.cleaned_data.get("who_words")
        if said == SOMEBODY_ELSE and not words and "who_words" not in self.errors:
            self.add_error("who_words", _("Write who does it."))
        return self.cleaned_data

    @property
    def to_do(self) -> ToDo:
        answers = self.cleaned_data
        who = answers["who"]
        is_member = who not in {"", SOMEBODY_ELSE}
        return ToDo(
            what=answers["what"],
            goal=UUID(answers["goal"]) if answers.get("goal") else None,
            who=UUID(who) if is_member else None,
            who_words="" if is_member else answers["who_words"],
            by=answers["by"],
        )

    @staticmethod
    def filled_with(step: Step, *, who_name: str) -> dict[str, Any]:
        return {
            "what": step.what,
            "goal": str(step.goal or ""),
            "who": str(step.who) if step.who else SOMEBODY_ELSE if step.who_words else "",
            "who_name": who_name,
            "who_words": step.who_words,
            "by": step.by,
        }


class StateForm(PlanForm):
    """A button beside a step. Without an operation of its own it is a press like any other."""

    state = forms.ChoiceField(choices=[(state.value, state.value) for state in State])


class ReviewForm(PlanForm):
    on = Day(
        label=_("When do we look at the plan again?"),
    )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < today():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return on


class LineForm(SaidForm):
    words = Words(label=_("What do you want to talk about?"), max_length=LONGEST, rows=2)
