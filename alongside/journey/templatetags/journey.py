"""What templates of the journey say: who told, when, who can see it, where search words stand.

In Python and not in small templates: a page draws each of them for every entry.
"""

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.journey.cards import Audienced, Teller
from alongside.journey.models import Entry, EntryVersion
from alongside.journey.searching import marked as marked_text
from alongside.ui.templatetags.ui import LONDON, icon, when

register = template.Library()

NOTHING = SafeString()


@register.simple_tag
def teller(told_by: Teller) -> SafeString:
    """Who wrote something: the agency, then a name (or "You") with a role."""
    agency = format_html("<strong>{}</strong>", told_by.agency) if told_by.agency else NOTHING
    name = _("You") if told_by.is_reader else told_by.name
    if not name:
        return agency
    named = f"{name}, {told_by.role}" if told_by.role else name
    return format_html("{}<span>{}</span>", agency, named)


@register.simple_tag
def moment(entry: Entry | EntryVersion) -> SafeString | str:
    """When it happened: a day, where the other database told no more than that."""
    if not entry.is_of_a_day:
        return when(entry.happened_at)
    return formats.date_format(entry.happened_at.astimezone(LONDON), "l j F Y")


@register.simple_tag
def audience_chip(audience: Audienced) -> SafeString:
    """Who can see an entry; with why and when to look again, where it is not everyone."""
    look, picture = ("team", "people") if audience.is_open else ("closed", "lock")
    chip = format_html(
        '<span class="al-chip al-chip--{}">{}{}</span>', look, icon(picture, "s"), audience.label
    )
    if audience.is_open or not audience.reason:
        return chip
    return format_html(
        '{}<span class="al-small"><strong>{}</strong> {}. <strong>{}</strong> {}</span>',
        chip,
        _("Why:"),
        audience.reason,
        _("Look again:"),
        formats.date_format(audience.until, "j F Y") if audience.until else "",
    )


@register.filter
def marked(text: object, words: tuple[str, ...]) -> str:
    """The text with every one of these words in <mark>; escaped, and as it is without words."""
    return marked_text(str(text), words) if words else str(text)
