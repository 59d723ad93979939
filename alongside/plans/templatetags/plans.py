"""What templates of a plan say: whose words, who somebody is, and what can become of an entry."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alongside.journey.cards import Card, known_as, reader_of, voice_label
from alongside.lib import ids
from alongside.plans.showing import PlanPage, Somebody
from alongside.plans.sources import Source, source_of
from alongside.sharing.services import Look
from alongside.ui.templatetags.ui import avatar

register = template.Library()


@register.simple_tag
def voice_of(page: PlanPage) -> str:
    """ "Your words", or "Robyn’s words"."""
    return voice_label(page.reader, page.known_as)


@register.simple_tag
def voice_of_reader(look: Look) -> str:
    """The same where there is no page of a plan."""
    return voice_label(reader_of(look), known_as(look))


@register.simple_tag
def somebody(who: Somebody | None) -> SafeString:
    """Initials, the name, and what they are. Somebody whose name nobody added has none."""
    if who is None:
        return SafeString()
    look = "me" if who.is_person else "" if who.is_worker else "family"
    name = _("%(name)s (you)") % {"name": who.name} if who.is_you else who.name
    role = format_html('<span class="al-who__role">{}</span>', who.role) if who.role else ""
    return format_html(
        '<span class="al-who">{}<span class="al-grow"><span class="al-who__name">{}</span>{}</span></span>',
        avatar(who.name, look, "s"),
        name,
        role,
    )


@register.simple_tag
def fresh_operation() -> str:
    """The id of one press of a button."""
    return str(ids.new())


@register.simple_tag
def turns_into(look: Look, card: Card) -> Source | None:
    """The words of an entry, when this reader may take them to the plan."""
    return source_of(look, card.entry)
