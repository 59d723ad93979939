"""What a page says about two sides of the same thing: whole sentences, kind and plain."""

from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from alongside.journey.parts import Label


def says(name: str, score: int, *, is_reader: bool, on: datetime | None = None) -> str:
    """ "Mum says 9." With a day when it was said long ago: "Mum said 9 on 3 March." """
    if on is not None:
        return said(name, score, on=on, is_reader=is_reader)
    if is_reader:
        return _("You say %(score)d.") % {"score": score}
    return _("%(name)s says %(score)d.") % {"name": name, "score": score}


def said(name: str, score: int, *, on: datetime, is_reader: bool = False) -> str:
    day = formats.date_format(timezone.localtime(on), "j F Y")
    if is_reader:
        return _("You said %(score)d on %(day)s.") % {"score": score, "day": day}
    return _("%(name)s said %(score)d on %(day)s.") % {"name": name, "score": score, "day": day}


def apart(one: str, other: str, *, reader: int | None) -> str:
    """`reader`: which of the two reads it (0 or 1); None when it is about two others."""
    if reader is None:
        sentence = _("%(one)s and %(other)s see this differently. They could talk about it.")
        return sentence % {"one": one, "other": other}
    name = other if reader == 0 else one
    sentence = _("You and %(name)s see this differently. You could talk about it.")
    return sentence % {"name": name}


def title(question: Label) -> str:
    return _("%(question)s: what everybody said") % {"question": question}


def the_person() -> str:
    return _("The person")


def with_tie(name: str, tie: str) -> str:
    """ "Dawn (Mum)" """
    return _("%(name)s (%(tie)s)") % {"name": name, "tie": tie}


def with_agency(role: str, agency: str) -> str:
    return _("%(role)s, %(agency)s") % {"role": role, "agency": agency}
