"""How hard a text is to read: the Flesch-Kincaid grade, on the syllables that pyphen finds.

grade = 0.39 × words / sentences + 11.8 × syllables / words - 15.59; the reading age is 5 more.
Names and quoted speech count for nothing: neither is the writer's choice.

By hand: "The cat sat on the mat." is 6 words, 1 sentence, 6 syllables. Four of them are 24 words,
4 sentences, 24 syllables: 0.39 × 6 + 11.8 × 1 - 15.59 = -1.45, so the reading age is 3.55.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from pyphen import Pyphen

from alongside.language.quotes import without_quotes
from alongside.language.wordlist import TOKEN, plain

FEWEST_WORDS = 20  # fewer say nothing about how somebody writes
LONG_SENTENCE = 20
LONG_WORD = 4  # syllables
LONGEST_WORD = 40  # letters; what is longer is no word
MOST_REMEMBERED = 50_000
# A line end ends a sentence too: people write lists. A dot inside 3.30 or e.g. ends nothing.
END = re.compile(r"[.!?…]+[)\]”’\"']*(?=\s|$)|\n")
SHORTENED = {"mr", "mrs", "ms", "dr", "st", "prof", "rev", "e.g", "i.e", "eg", "ie", "vs", "no"}
LAST_WORD = re.compile(r"[^\s(\[]*$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """text[start:end] is the sentence; `words` counts what is neither a name nor quoted."""

    start: int
    end: int
    words: int
    syllables: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted. `long_words` are those of four syllables or more, each once."""

    sentences: tuple[Sentence, ...]
    long_words: tuple[str, ...]

    @property
    def words(self) -> int:
        return sum(sentence.words for sentence in self.sentences)

    @property
    def grade(self) -> float | None:
        """The Flesch-Kincaid grade; None when there is too little to tell."""
        words = self.words
        if words < FEWEST_WORDS:
            return None
        syllables = sum(sentence.syllables for sentence in self.sentences)
        return 0.39 * words / len(self.sentences) + 11.8 * syllables / words - 15.59

    @property
    def reading_age(self) -> float | None:
        """In years; None when there is too little to tell."""
        grade = self.grade
        return None if grade is None else grade + 5

    @property
    def long_sentences(self) -> tuple[Sentence, ...]:
        return tuple(one for one in self.sentences if one.words > LONG_SENTENCE)


def measure(text: str, *, names: Iterable[str] = ()) -> Measured:
    """Count words, sentences and syllables of English. `names` are left out wherever they stand."""
    shown = without_quotes(text)
    known = {plain(match.group()) for name in names for match in TOKEN.finditer(name)}
    sentences: list[Sentence] = []
    long_words: dict[str, None] = {}
    for start, end in sentence_places(shown):
        words = [word for word in counted(shown, start, end) if plain(word) not in known]
        counts = [syllables(word) for word in words]
        if words:
            sentences.append(Sentence(start, end, len(words), sum(counts)))
        long_words |= {
            word.lower(): None
            for word, count in zip(words, counts, strict=True)
            if count >= LONG_WORD
        }
    forget_if_many()
    return Measured(tuple(sentences), tuple(long_words))


def sentence_places(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in END.finditer(text):
        if mark.group() == "." and is_shortened(text[max(0, mark.start() - 12) : mark.start()]):
            continue
        yield trimmed(text, start, mark.end())
        start = mark.end()
    yield trimmed(text, start, len(text))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def is_shortened(before: str) -> bool:
    """Whether a dot belongs to the word before it: Dr., e.g., or the J. of a name."""
    found = LAST_WORD.search(before)
    word = found.group() if found else ""
    return word.lower() in SHORTENED or (len(word) == 1 and word.isupper() and word != "I")


def counted(text: str, start: int, end: int) -> Iterator[str]:
    """The words of a sentence that are the writer's choice: no numbers, and no names.

    A word with a capital letter inside a sentence is taken for a name; I is none.
    """
    is_first = True
    for match in TOKEN.finditer(text, start, end):
        word = match.group()
        if not any(sign.isalpha() for sign in word):
            continue
        looks_like_a_name = word[0].isupper() and len(word) > 1 and word[1:].islower()
        if is_first or not looks_like_a_name or word[:2] in {"I'", "I’"}:
            yield word
        is_first = False


def syllables(word: str) -> int:
    """As many as pyphen finds in British English, and at least one."""
    return len(hyphens().positions(word[:LONGEST_WORD])) + 1


@cache
def hyphens() -> Pyphen:
    return Pyphen(lang="en_GB")


def forget_if_many() -> None:
    """Pyphen remembers every word it ever saw. Words of a record must not pile up in there."""
    remembered = hyphens().hd.cache
    if len(remembered) > MOST_REMEMBERED:
        remembered.clear()
