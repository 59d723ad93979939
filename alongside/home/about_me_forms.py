"""What workers say of themselves: what they do, how to reach them, and when they are away."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from alongside.accounts.names import names
from alongside.accounts.viewer import Viewer
from alongside.agencies import queries as agencies
from alongside.duty import absences
from alongside.lib import ids
from alongside.ui.forms import Day, Form, OneOfMany, Words

NOBODY = ""


class AboutForm(Form):
    """Everybody who shares a circle with this worker reads it."""

    does = Words(
        label=_("What do you do?"),
        help_text=_("In plain words, as you would say it at the door. One or two sentences."),
        max_length=300,
        rows=3,
        required=False,
    )
    reach = Words(
        label=_("How can people reach you?"),
        help_text=_("Your work phone, and the days and hours when you answer."),
        max_length=300,
        rows=3,
        required=False,
    )


class AwayForm(Form):
    """From which day to which day, and who is there instead."""

    starts = Day(label=_("First day away"))
    ends = Day(label=_("Last day away"))
    cover = OneOfMany(
        label=_("Who covers for you?"),
        help_text=_("People are told this name. It does not let anybody see a record."),
        required=False,
    )

    def __init__(self, *args: Any, by: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cover"]
        assert isinstance(field, OneOfMany)  # noqa: S101  (for the type checker)
        field.choices = [(NOBODY, _("Nobody yet")), *coverers(by=by)]

    @property
    def first_and_last(self) -> tuple[date, date]:
        return self.cleaned_data["starts"], self.cleaned_data["ends"]

    @property
    def covered_by(self) -> UUID | None:
        return ids.parse(self.cleaned_data["cover"])


def coverers(*, by: Viewer) -> list[tuple[str, str]]:
    """Whom this worker can name, by name. Three queries."""
    found = absences.coverers(by=by)
    called, held = names(found.values()), agencies.posts(found)
    told = [
        (str(post), f"{called.get(account, '')}, {held[post].role}, {held[post].team}")
        for post, account in found.items()
        if post in held
    ]
    return sorted(told, key=lambda choice: choice[1].casefold())
