"""Small pieces that every page uses: icons, initials, chips and times."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from alongside.lib import clock, ids
from alongside.ui.reading import Dress, dress_of

register = template.Library()

LONDON = ZoneInfo("Europe/London")
LATELY = timedelta(days=6)
NEAR = {0: _("Today"), 1: _("Yesterday"), -1: _("Tomorrow")}


@register.simple_tag
def icon(name: str, *looks: str) -> SafeString:
    """A picture beside words. `looks`: s, l, flip. Screen readers hear the words alone."""
    return _icon(name, looks)


@lru_cache(maxsize=256)  # a page draws the same few pictures some forty times
def _icon(name: str, looks: tuple[str, ...]) -> SafeString:
    classes = " ".join(["al-icon", *(f"al-icon--{look}" for look in looks if look)])
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("ui/icons.svg"),
        name,
    )


@register.simple_tag
def avatar(name: str, *looks: str) -> SafeString:
    """Initials in a circle, or a picture for who has no name. The name must follow in words.

    `looks`: me, family, night, on, s, l.
    """
    classes = " ".join(["al-avatar", *(f"al-avatar--{look}" for look in looks if look)])
    drawn = initials(name) if name else icon("people", "s")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, drawn)


@register.simple_tag
def chip(text: str, look: str = "", picture: str = "") -> SafeString:
    """A short state in words. `look`: good, amber, danger, voice, team, night, closed."""
    classes = f"al-chip al-chip--{look}" if look else "al-chip"
    drawn = icon(picture, "s") if picture else ""
    return format_html('<span class="{}">{}{}</span>', classes, drawn, text)


@register.simple_block_tag
def notice(content: str, look: str = "", picture: str = "", *, status: bool = False) -> SafeString:
    """Something to know now. `look`: night, amber, danger, good. `status`: read out when it comes."""
    classes = f"al-notice al-notice--{look}" if look else "al-notice"
    return format_html(
        '<div class="{}"{}>{}<div class="al-grow al-stack al-stack--s">{}</div></div>',
        classes,
        SafeString(' role="status"') if status else "",
        icon(picture) if picture else "",
        content,
    )


@register.simple_block_tag
def voice(content: str, whose: str, *looks: str) -> SafeString:
    """What a person said, wrote or signed, and nothing else. `looks`: s, in lists."""
    classes = " ".join(["al-voice", *(f"al-voice--{look}" for look in looks if look)])
    return format_html(
        '<div class="{}"><span class="al-voice__who">{}</span>'
        '<p class="al-voice__words">{}</p></div>',
        classes,
        whose,
        content,
    )


@register.simple_tag
def when(moment: datetime) -> SafeString:
    """When something happened or will, as people say it: days before dates, times like 3:30pm."""
    return in_time(moment, spoken(moment))


@register.simple_tag
def at_time(moment: datetime) -> SafeString:
    """The time alone where the day is plain: "until 5pm"."""
    return in_time(moment, spoken_time(moment.astimezone(LONDON)))


@register.simple_tag(takes_context=True)
def site(context: template.Context) -> Dress:
    """Under which name and picture the site shows itself to whoever reads this page."""
    return dress_of(context.get("request"))


@register.simple_tag
def operation() -> str:
    """A new operation id, for a button that stands outside of every form of a room."""
    return str(ids.new())


@register.simple_tag
def elsewhere() -> str:
    """Where "Leave this page" leads."""
    return str(settings.ELSEWHERE)


@register.simple_tag
def today() -> str:
    """The day that a page was asked for: "Wednesday 14 October"."""
    return str(formats.date_format(clock.now().astimezone(LONDON), "l j F"))


@register.filter
def years_old(born: date) -> int:
    """How old somebody born on this day is."""
    now = clock.now().astimezone(LONDON).date()
    return now.year - born.year - ((now.month, now.day) < (born.month, born.day))


def in_time(moment: datetime, words: str) -> SafeString:
    stamp = moment.isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}</time>', stamp, words)


def spoken(moment: datetime) -> str:
    local, now = moment.astimezone(LONDON), clock.now().astimezone(LONDON)
    return f"{spoken_day(local, now)}, {spoken_time(local)}"


def spoken_day(local: datetime, now: datetime) -> str:
    if near := NEAR.get((now.date() - local.date()).days):
        return str(near)
    if abs(now - local) < LATELY:
        return formats.date_format(local, "l")
    return formats.date_format(local, "l j F" if local.year == now.year else "j F Y")


def spoken_time(local: datetime) -> str:
    minutes = f":{local:%M}" if local.minute else ""
    half = pgettext("before noon", "am") if local.hour < 12 else pgettext("after noon", "pm")
    return f"{local.hour % 12 or 12}{minutes}{half}"


def initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in [*words[:1], *words[1:][-1:]]) or "·"
