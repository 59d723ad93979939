"""The face of this room: is this text kind and easy to read?

check("She had contact at the contact centre.").findings[0].kinder
-> ("time with your family", "seeing Mum, Dad or your brother")
"""

from collections.abc import Iterable
from dataclasses import dataclass

from alongside.language.kinder import Finding, find
from alongside.language.readability import measure
from alongside.language.wordlist import For, WordList
from alongside.language.wordlist import words as list_of_words

CHECKED = ("en",)


@dataclass(frozen=True, slots=True)
class Long:
    """A sentence of more than twenty words: text[start:end]."""

    start: int
    end: int
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found. `reading_age` is in years, and None where there is too little to tell.

    `is_checked` is False for a language that has no check yet: then nothing else says anything.
    """

    findings: tuple[Finding, ...] = ()
    reading_age: float | None = None
    long_sentences: tuple[Long, ...] = ()
    long_words: tuple[str, ...] = ()
    words: int = 0
    is_checked: bool = True


def check(
    text: str,
    *,
    language: str = "en",
    audience: For = For.BOTH,
    names: Iterable[str] = (),
    words: WordList | None = None,
) -> Checked:
    """Check a text, whatever it holds. Quoted speech and names are left alone. Stores nothing.

    `language` as in a page's lang (en, en-gb, cy). `words`: an area's list in place of ours alone.
    """
    if language.lower().partition("-")[0] not in CHECKED:
        return Checked(is_checked=False)
    measured = measure(text, names=names)
    return Checked(
        findings=find(text, words or list_of_words(), audience=audience),
        reading_age=measured.reading_age,
        long_sentences=tuple(
            Long(one.start, one.end, text[one.start : one.end], one.words)
            for one in measured.long_sentences
        ),
        long_words=measured.long_words,
        words=measured.words,
    )
