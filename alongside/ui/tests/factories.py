"""A form with one question of each sort, and how a browser sends it."""

from typing import Any
from uuid import UUID

from django.http import QueryDict

from alongside.ui.views import GalleryForm

OPERATION = UUID("01890000-0000-7000-8000-000000000001")
ANSWERS: dict[str, str | list[str]] = {
    "operation": str(OPERATION),
    "name": "Robyn",
    "happened": "The window\r\nwas open.",
    "alone": "yes",
    "place": "sea",
    "places": ["town", "sea"],
    "school": "wood",
    "born_day": "27",
    "born_month": "3",
    "born_year": "2026",
    "at_day": "14",
    "at_month": "7",
    "at_year": "2026",
    "at_hour": "14",
    "at_minute": "05",
}


def a_form(**changed: Any) -> GalleryForm:
    """The form as sent; an answer of None was not sent at all."""
    sent = QueryDict(mutable=True)
    for name, answer in (ANSWERS | changed).items():
        if answer is not None:
            sent.setlist(name, answer if isinstance(answer, list) else [answer])
    return GalleryForm(sent)
