"""Small pieces that every page uses: icons, initials, chips and times."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django import template
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.lib import clock

register = template.Library()

LONDON = ZoneInfo("Europe/London")
LATELY = timedelta(days=6)


@register.simple_tag
def icon(name: str, *looks: str) -> SafeString:
    """A picture beside words. `looks`: s, l, flip. Screen readers hear the words alone."""
    classes = " ".join(["al-icon", *(f"al-icon--{look}" for look in looks if look)])
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("ui/icons.svg"),
        name,
    )


@register.simple_tag
def avatar(name: str, *looks: str) -> SafeString:
    """Initials in a circle. `looks`: me, family, night, on, s, l. The name must follow in words."""
    classes = " ".join(["al-avatar", *(f"al-avatar--{look}" for look in looks if look)])
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, initials(name))


@register.simple_tag
def chip(text: str, look: str = "", picture: str = "") -> SafeString:
    """A short state in words. `look`: good, amber, danger, voice, team, night, closed."""
    classes = f"al-chip al-chip--{look}" if look else "al-chip"
    drawn = icon(picture, "s") if picture else ""
    return format_html('<span class="{}">{}{}</span>', classes, drawn, text)


@register.simple_tag
def when(moment: datetime) -> SafeString:
    """When something happened, as people say it: days before dates, times like 3:30pm."""
    return format_html(
        '<time datetime="{}">{}</time>', moment.isoformat(timespec="seconds"), spoken(moment)
    )


def spoken(moment: datetime) -> str:
    local, now = moment.astimezone(LONDON), clock.now().astimezone(LONDON)
    time = f"{local.hour % 12 or 12}:{local:%M}{'am' if local.hour < 12 else 'pm'}"
    days = (now.date() - local.date()).days
    if days == 0:
        return _("Today, %(time)s") % {"time": time}
    if days == 1:
        return _("Yesterday, %(time)s") % {"time": time}
    if timedelta(0) < now - local < LATELY:
        return f"{formats.date_format(local, 'l')}, {time}"
    if local.year == now.year:
        return f"{formats.date_format(local, 'l j F')}, {time}"
    return f"{formats.date_format(local, 'j F Y')}, {time}"


def initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in [*words[:1], *words[1:][-1:]]) or "·"
