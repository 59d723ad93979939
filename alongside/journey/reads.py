"""How this reads, and how it will look to them: told to whoever writes, and stored nowhere."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from alongside.journey.cards import AUDIENCES, Card, as_open, known_as
from alongside.journey.parts import Reader
from alongside.journey.policy import today
from alongside.journey.queries import cards_for
from alongside.journey.sketches import Sketch
from alongside.language.check import Checked, check
from alongside.language.kinder import Finding
from alongside.language.wordlist import For, WordList, words
from alongside.lib import clock
from alongside.sharing.rules import Action, Audience, Standing, Tie, Topic, decide
from alongside.sharing.services import Look

logger = logging.getLogger(__name__)

YOUNGEST, OLDEST = 5, 18  # below and above, the formula says nothing worth telling
AIM = 11
# A few words stand in sight, so that nobody who is tired has to scroll to the button.
IN_SIGHT, MOST_WORDS, MOST_SENTENCES, BEGINNING = 3, 30, 3, 70
MOST_LONG_WORDS = 8
GROWN_UP, LEFT_CARE = 18, 26


@dataclass(frozen=True, slots=True)
class Noticed:
    """A word of the trade that stands in the text, and what could stand there."""

    written: str
    kinder: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Reads:
    """What the page says about a text: a sentence or two, and what they are about."""

    sentences: tuple[str, ...]
    noticed: tuple[Noticed, ...] = ()
    more_noticed: tuple[Noticed, ...] = ()
    long_sentences: tuple[str, ...] = ()
    long_words: tuple[str, ...] = ()

    @property
    def is_more(self) -> bool:
        """Whether there is more than stands in sight."""
        return bool(self.more_noticed or self.long_sentences or self.long_words)


@dataclass(frozen=True, slots=True)
class Preview:
    """The card on the person's own page, and whether they will see it there."""

    card: Card
    sentence: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A sketch, as the policy needs to know of it."""

    sketch: Sketch
    review_is_due: bool = False

    @property
    def author(self) -> UUID | None:
        return self.sketch.entry.author

    @property
    def agency(self) -> UUID | None:
        return self.sketch.entry.agency

    @property
    def audience(self) -> str:
        return self.sketch.entry.audience

    @property
    def happened_at(self) -> datetime:
        return self.sketch.entry.happened_at

    @property
    def topic(self) -> Topic:
        return self.sketch.entry.topic

    def names(self, account: UUID) -> bool:
        return self.sketch.names(account)


def reads(look: Look, sketch: Sketch) -> Reads:
    """What to say about what a worker wrote. The person's own words are not looked at."""
    identity = look.person.identity
    ask = partial(
        check,
        language=get_language() or "en",
        audience=audience_of(identity.born),
        names=(identity.given, identity.family, identity.known_as),
        words=word_list(),
    )
    stories = ask("\n".join(sketch.stories))
    if not stories.is_checked:
        return Reads((_("There is no check for Welsh yet."),))
    if not sketch.stories and not sketch.lines:
        return Reads((_("There is nothing to read yet."),))
    lines = ask("\n".join(sketch.lines))
    noticed = each_once((*stories.findings, *lines.findings))
    is_hard = stories.reading_age is not None and round(stories.reading_age) > AIM
    return Reads(
        sentences=tuple(said_about(stories, len(noticed))),
        noticed=noticed[:IN_SIGHT],
        more_noticed=noticed[IN_SIGHT:MOST_WORDS],
        long_sentences=tuple(begun(one.text) for one in stories.long_sentences[:MOST_SENTENCES]),
        long_words=stories.long_words[:MOST_LONG_WORDS] if is_hard else (),
    )


def said_about(checked: Checked, noticed: int) -> Iterator[str]:
    """In one breath: how old one must be to read it, and what else there is."""
    yield said_about_age(checked.reading_age)
    if noticed:
        said = ngettext("One word has a kinder one.", "%(number)s words have kinder ones.", noticed)
        yield said % {"number": noticed}
    if long := len(checked.long_sentences):
        said = ngettext(
            "One sentence is long. Could it be two?",
            "%(number)s sentences are long. Could they be shorter?",
            long,
        )
        yield said % {"number": long}


def said_about_age(age: float | None) -> str:
    if age is None:
        return _("This is too short to tell how it reads.")
    years = min(max(round(age), YOUNGEST), OLDEST)
    if years == OLDEST:
        return _("The reading age is about 18 or more. 9 to 11 is easiest for everybody.")
    if years > AIM:
        said = _("The reading age is about %(years)s. 9 to 11 is easiest for everybody.")
    else:
        said = _("The reading age is about %(years)s. That is easy to read.")
    return said % {"years": years}


def each_once(findings: tuple[Finding, ...]) -> tuple[Noticed, ...]:
    found: dict[str, Noticed] = {}
    for one in findings:
        written = " ".join(one.written.split())
        found.setdefault(one.term, Noticed(written, one.kinder, one.why))
    return tuple(found.values())


def begun(sentence: str) -> str:
    """How a sentence begins, to find it again."""
    flat = " ".join(sentence[: 4 * BEGINNING].split())
    return flat if len(flat) <= BEGINNING else flat[:BEGINNING].rsplit(" ", 1)[0] + " …"


def audience_of(born: date | None) -> For:
    """Words for children, for adults, or for both while somebody may have left care not long ago."""
    if born is None:
        return For.BOTH
    day = today(clock.now())
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    if age < GROWN_UP:
        return For.CHILDREN
    return For.BOTH if age < LEFT_CARE else For.ADULTS


def word_list() -> WordList:
    """Ours, with what this area changes and adds. What is wrong in its file is logged once."""
    found = words(settings.WORDS_FILE)
    tell_once(found.faults)
    return found


@cache
def tell_once(faults: tuple[str, ...]) -> None:
    for fault in faults:
        logger.warning(fault)


def preview(look: Look, sketch: Sketch) -> Preview | None:
    """The card as the person will find it; None while there is nothing on it. Two queries."""
    if sketch.is_empty:
        return None
    (card,) = cards_for([sketch.entry], look=look, reader=Reader.PERSON)
    card = replace(card, is_preview=True)
    name = {"name": known_as(look) or _("the person")}
    if not is_for_the_person(look, sketch):
        audience = AUDIENCES[Audience(sketch.entry.audience)]
        said = _(
            "%(name)s does not see this. It is for: %(audience)s. If %(name)s could see it, it would look like this."
        )
        return Preview(as_open(card), said % {**name, "audience": audience})
    if look.person.account_id is None:
        said = _("%(name)s cannot sign in yet. Later it will look like this on their own page.")
    else:
        said = _("%(name)s will see this on their own page, like this.")
    return Preview(card, said % name)


def is_for_the_person(look: Look, sketch: Sketch) -> bool:
    """As the policy decides it for the person themselves."""
    own = Standing(account=look.person.account_id, ties=frozenset({Tie.SELF}))
    return decide(own, Proposed(sketch), Action.READ).allow
