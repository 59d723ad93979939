"""A page as somebody uses it: its links, its forms, and a form filled in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

type Pick = Callable[[int], int]

WORDS = (
    "The window lock was fixed.",
    "Robyn slept well this week.",
    "Nobody was seen near the house.",
    "Boxing",
    "School rang, and Dawn came.",
)
# Where a form asks for a day, a month and a year, and none stands there yet.
A_WEEK_ON = {"day": "11", "month": "6", "year": "2025"}


@dataclass
class Box:
    """One thing that a form asks for."""

    name: str
    kind: str
    value: str = ""
    is_chosen: bool = False
    choices: list[str] = field(default_factory=list)


@dataclass
class AskedFor:
    """A form on a page, with its buttons."""

    action: str
    method: str
    boxes: list[Box] = field(default_factory=list)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What can be done from a page."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__()
        self.address = address
        self.text = text
        self.links: list[str] = []
        self.forms: list[AskedFor] = []
        self._form: AskedFor | None = None
        self._select: Box | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        for name in ("href", "hx-get"):
            if name in told and tag != "link":
                self._link(told[name])
        if tag == "form":
            action = urljoin(self.address, told.get("action") or self.address)
            self._form = AskedFor(action, told.get("method", "get"))
            self.forms.append(self._form)
        elif self._form is not None:
            self._asked(self._form, tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None

    def _link(self, target: str) -> None:
        if target.startswith(("/", "?")) and not target.startswith("/static/"):
            self.links.append(urljoin(self.address, target.partition("#")[0]))

    def _asked(self, form: AskedFor, tag: str, told: dict[str, str]) -> None:
        name, value = told.get("name", ""), told.get("value", "")
        if tag == "input" and name:
            form.boxes.append(Box(name, told.get("type", "text"), value, "checked" in told))
        elif tag == "textarea":
            form.boxes.append(Box(name, "text"))
        elif tag == "select":
            self._select = Box(name, "select")
            form.boxes.append(self._select)
        elif tag == "option" and self._select is not None:
            self._select.choices.append(value)
        elif tag == "button":
            target = told.get("formaction")
            form.buttons.append((name, value, urljoin(self.address, target) if target else ""))


def filled(form: AskedFor, *, pick: Pick) -> tuple[str, dict[str, list[str]]]:
    """The address to send a form to, and what somebody wrote and chose in it."""
    sent: dict[str, list[str]] = {}
    target = form.action
    for name, boxes in grouped(form.boxes).items():
        sent[name] = answer(name, boxes, pick=pick)
    if form.buttons:
        name, value, other = form.buttons[pick(len(form.buttons))]
        target = other or target
        if name:
            sent[name] = [value]
    return target, {name: values for name, values in sent.items() if values}


def grouped(boxes: list[Box]) -> dict[str, list[Box]]:
    groups: dict[str, list[Box]] = {}
    for box in boxes:
        groups.setdefault(box.name, []).append(box)
    return groups


def answer(name: str, boxes: list[Box], *, pick: Pick) -> list[str]:
    first = boxes[0]
    if first.kind == "hidden":
        return [box.value for box in boxes]
    if first.kind == "radio":
        # Mostly what stands there already: else nearly every form would be narrowed, and refused.
        chosen = next((box for box in boxes if box.is_chosen), boxes[pick(len(boxes))])
        return [boxes[pick(len(boxes))].value if pick(3) == 0 else chosen.value]
    if first.kind == "checkbox":
        return [box.value for box in boxes if pick(2)]
    if first.kind == "select":
        return [first.choices[pick(len(first.choices))]] if first.choices else []
    if first.value or pick(8) == 0:
        return [first.value]
    part = name.rpartition("_")[2]
    if part in A_WEEK_ON:
        return [A_WEEK_ON[part]]
    if first.kind == "email":
        return ["parent@northmere.example"]
    return ["" if first.kind == "date" else WORDS[pick(len(WORDS))]]
