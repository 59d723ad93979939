"""Finds words of the trade in a text, each with kinder words and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from alongside.language.quotes import without_quotes
from alongside.language.wordlist import TOKEN, For, Phrases, Word, WordList, plain

# What may stand between the words of a phrase: a space, a line end, a hyphen, the ' of carers'.
BETWEEN = re.compile(r"['’]?(?:\s{1,3}|[-‐‑])")


@dataclass(frozen=True, slots=True)
class Finding:
    """A word of the trade: text[start:end] is how it was written."""

    start: int
    end: int
    written: str
    term: str
    kinder: tuple[str, ...]
    why: str


def find(text: str, words: WordList, *, audience: For = For.BOTH) -> tuple[Finding, ...]:
    """Whole words, whatever their letters' size, one or many, the longest phrase first.

    What is quoted is somebody's own and is never found. Findings never overlap.
    """
    return tuple(found(text, without_quotes(text), words.phrases(audience)))


def found(text: str, shown: str, phrases: Phrases) -> Iterator[Finding]:
    tokens = [(match.start(), match.end(), plain(match.group())) for match in TOKEN.finditer(shown)]
    place = 0
    while place < len(tokens):
        word, length = longest(shown, tokens, place, phrases)
        if word is not None:
            start, end = tokens[place][0], tokens[place + length - 1][1]
            yield Finding(start, end, text[start:end], word.term, word.kinder, word.why)
        place += length


def longest(
    shown: str, tokens: list[tuple[int, int, str]], place: int, phrases: Phrases
) -> tuple[Word | None, int]:
    """The word that the longest phrase here stands for, and of how many words it is."""
    for phrase, word in phrases.get(tokens[place][2], ()):
        here = tokens[place : place + len(phrase)]
        if len(here) == len(phrase) and all(
            token[2] == wanted for token, wanted in zip(here, phrase, strict=True)
        ):
            gaps = pairwise(here)
            if all(BETWEEN.fullmatch(shown, left[1], right[0]) for left, right in gaps):
                return word, len(phrase)
    return None, 1
