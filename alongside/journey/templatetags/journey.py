"""What templates of the journey say: who can see an entry, and where search words stand."""

from django import template

from alongside.journey.cards import Audienced
from alongside.journey.searching import marked as marked_text

register = template.Library()


@register.inclusion_tag("journey/audience_chip.html")
def audience_chip(audience: Audienced) -> dict[str, Audienced]:
    """Who can see an entry; with why and when to look again, where it is not everyone."""
    return {"audience": audience}


@register.filter
def marked(text: object, words: tuple[str, ...]) -> str:
    """The text with every one of these words in <mark>; escaped, and as it is without words."""
    return marked_text(str(text), words) if words else str(text)
