"""Search inside one person's record: in memory, over what this viewer may read, never in a log.

Words match whatever their case and accents; every word has to be there.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from alongside.journey.cards import Card
from alongside.journey.parts import Reader

LOOKED_THROUGH = 2_000
SHOWN = 50
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, newest first. `more`: there was more than fits a page.

    `older`: where the next stretch begins, if there are entries that were not looked through;
    then `looked` is how many were.
    """

    words: tuple[str, ...]
    cards: tuple[Card, ...]
    more: bool
    older: str = ""
    looked: int = 0


def words_of(asked: str) -> tuple[str, ...]:
    """The words to look for, folded, each once."""
    return tuple(dict.fromkeys("".join(folded(asked[:LONGEST])).split()))


def matching(cards: Iterable[Card], words: tuple[str, ...]) -> Found:
    hits = [card for card in cards if has_all(card, words)] if words else []
    return Found(words=words, cards=tuple(hits[:SHOWN]), more=len(hits) > SHOWN)


def has_all(card: Card, words: tuple[str, ...]) -> bool:
    text = "".join(folded(all_text(card)))
    return all(word in text for word in words)


def all_text(card: Card) -> str:
    told = [str(part.text) for part in card.contents.parts(Reader.WORKER)]
    return "\n".join([card.headline, card.voice, *told])


def folded(text: str) -> Iterator[str]:
    """Each character without its case and accents: it may become none, one or more."""
    for character in text:
        yield "".join(
            letter
            for letter in unicodedata.normalize("NFKD", character.casefold())
            if not unicodedata.combining(letter)
        )


def marked(text: str, words: tuple[str, ...]) -> SafeString:
    """The text as HTML, escaped, with every place where a word was found in <mark>."""
    pairs, at = [], 0
    for start, end in places(text, words):
        pairs.append((text[at:start], text[start:end]))
        at = end
    found = format_html_join("", "{}<mark>{}</mark>", pairs)
    return format_html("{}{}", found, text[at:])


def places(text: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where the words stand in the text as it was written: spans that do not touch, in order."""
    letters, origin = [], []
    for position, letter in enumerate(folded(text)):
        letters.append(letter)
        origin += [position] * len(letter)
    plain, spans = "".join(letters), []
    for word in words:
        at = plain.find(word)
        while at >= 0:
            spans.append((origin[at], after_accents(text, origin[at + len(word) - 1] + 1)))
            at = plain.find(word, at + len(word))
    return joined(sorted(spans))


def after_accents(text: str, end: int) -> int:
    """An accent that stands as a character of its own belongs to the letter before it."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    whole: list[tuple[int, int]] = []
    for start, end in spans:
        if whole and start <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(end, whole[-1][1])
        else:
            whole.append((start, end))
    return whole
