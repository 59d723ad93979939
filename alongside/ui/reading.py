"""How somebody likes to read: which language, how large, how strong, how plain, under which name.

It is kept in one cookie of this device and nowhere else: no account, table or log knows of it, and
it stays when somebody signs out. It holds no id, so that it tells nobody apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Label

COOKIE: Final = "al-reading"
A_YEAR: Final = 365 * 24 * 60 * 60
# How each language is called by those who speak it, and what Django calls it.
LANGUAGES: Final = {"en": "English", "cy": "Cymraeg"}
DJANGO: Final = {"en": "en-gb", "cy": "cy"}
# What stands on a phone's home screen and in a list of visited pages: it tells nobody anything.
NAMES: Final[dict[str, Label]] = {"leaf": _("Leaf"), "book": _("My book"), "star": _("Star")}
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "language": tuple(LANGUAGES),
    "text": ("100", "125", "150"),
    "contrast": ("normal", "more"),
    "easy": ("no", "yes"),
    "icon": tuple(NAMES),
}
MANIFEST: Final = "/manifest.webmanifest"


@dataclass(frozen=True, slots=True)
class Reading:
    """One person's choices. Every value is one of CHOICES; `chosen` says that a cookie holds them."""

    language: str = "en"
    text: str = "100"
    contrast: str = "normal"
    easy: bool = False
    icon: str = "leaf"
    chosen: bool = False

    @property
    def django_language(self) -> str:
        return DJANGO[self.language]

    @property
    def other_language(self) -> tuple[str, str]:
        """The one to offer, and its name in itself."""
        code = "cy" if self.language == "en" else "en"
        return code, LANGUAGES[code]

    @property
    def classes(self) -> str:
        """What the html element carries, with a space before each: the styles do the rest."""
        wanted = {
            f"al-text-{self.text}": self.text != "100",
            "al-contrast-more": self.contrast == "more",
            "al-easy": self.easy,
        }
        return "".join(f" {name}" for name, is_wanted in wanted.items() if is_wanted)

    def changed(self, told: Mapping[str, str]) -> Reading:
        """With what a form tells. What it does not tell, or what nobody offered, stays as it is."""
        known = {name: told[name] for name, offered in CHOICES.items() if told.get(name) in offered}
        is_easy = known.pop("easy", "yes" if self.easy else "no") == "yes"
        return replace(self, **known, easy=is_easy, chosen=True)

    def as_cookie(self) -> str:
        return ".".join(
            [self.language, self.text, self.contrast, "yes" if self.easy else "no", self.icon]
        )


USUAL: Final = Reading()


def reading_of(request: HttpRequest) -> Reading:
    """What this device chose. A cookie that we did not write counts for nothing."""
    known = getattr(request, "reading", None)
    if isinstance(known, Reading):
        return known
    kept = request.COOKIES.get(COOKIE, "").split(".")
    told = dict(zip(CHOICES, kept, strict=False))
    sound = len(kept) == len(CHOICES) and all(told[name] in CHOICES[name] for name in CHOICES)
    return USUAL.changed(told) if sound else USUAL


def remember(response: HttpResponseBase, reading: Reading) -> None:
    """Keep it on this device for a year, out of reach of scripts."""
    response.set_cookie(
        COOKIE,
        reading.as_cookie(),
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@dataclass(frozen=True, slots=True)
class Dress:
    """What the site shows of itself outside its pages: in a title, a tab and on a home screen."""

    name: Label
    icon: str
    language: str

    @property
    def manifest(self) -> str:
        """The same for everybody who chose the same. Browsers ask for it without any cookie."""
        asked = f"icon={self.icon}&in={self.language}"
        return f"{MANIFEST}?{asked}" if self.icon in NAMES else MANIFEST

    @property
    def drawn(self) -> str:
        return static(f"ui/apps/{self.icon}.svg" if self.icon in NAMES else "ui/mark.svg")

    @property
    def touch(self) -> str:
        """For phones that do not read the manifest."""
        return self.picture("180")

    def picture(self, which: str) -> str:
        """The address of a PNG: 180, 192, 512 or maskable."""
        return static(f"ui/apps/{self.icon}-{which}.png")


def dress_of(request: HttpRequest | None) -> Dress:
    """A name that says nothing, but for workers and for strangers who never chose one.

    A stranger must see where they are; whoever looks over a person's shoulder must not.
    """
    if request is None:
        return ours("en")
    viewer, reading = getattr(request, "viewer", None), reading_of(request)
    is_person = viewer is not None and viewer.is_signed_in and not viewer.is_worker
    is_stranger = viewer is None or not viewer.is_signed_in
    if is_person or (is_stranger and reading.chosen):
        return neutral(reading.icon, reading.language)
    return ours(reading.language)


def ours(language: str) -> Dress:
    return Dress("Alongside", "mark", language)


def neutral(icon: str, language: str) -> Dress:
    return Dress(NAMES[icon], icon, language)


def back_from(request: HttpRequest, told: str | None) -> str:
    """The page of ours that somebody came from, as path and query; "" when it was none of ours."""
    target = told if told is not None else request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return ""
    parts = urlsplit(target)
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    # Once more: what is left of an address could be read as another site's.
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts=None
    )
    return address if is_ours else ""
