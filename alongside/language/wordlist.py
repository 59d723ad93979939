"""The list of words: ours from `words.tsv`, and an area's own on top. A broken line stops nothing.

A line holds, with a tab between: who it is for (children, adults, both), the word, kinder words,
why, other ways to write it (`found_as`), and phrases in which it means something else (`not_in`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

OURS = Path(__file__).with_name("words.tsv")
# An area's list that is larger than this is some other file, put here by mistake.
LARGEST = 1_000_000
COLUMNS = ("audience", "term", "kinder", "why", "found_as", "not_in")
LEFT_OUT = "-"  # in the place of kinder words: this word is fine here
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
IN_BRACKETS = re.compile(r"\(([^)]*)\)")


class For(StrEnum):
    """Whose record a word stands in."""

    CHILDREN = "children"
    ADULTS = "adults"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the trade, and what to write in its place. Without kinder words it is left alone."""

    term: str
    kinder: tuple[str, ...]
    why: str
    audience: For
    phrases: tuple[tuple[str, ...], ...]
    exceptions: tuple[tuple[str, ...], ...] = ()


# By its first word: what may stand there, the longest first. None: it means something else here.
type Phrases = Mapping[str, tuple[tuple[tuple[str, ...], Word | None], ...]]


@dataclass(frozen=True)
class WordList:
    """Words in the order in which they count, and one sentence for each line that could not be read."""

    words: tuple[Word, ...]
    faults: tuple[str, ...] = ()
    _made: dict[For, Phrases] = field(default_factory=dict, compare=False, repr=False)

    def phrases(self, audience: For) -> Phrases:
        """What to look for in a text about this audience; BOTH looks for everything."""
        if audience not in self._made:
            self._made[audience] = indexed(self.words, audience)
        return self._made[audience]


def words(area: Path | None = None) -> WordList:
    """Our list, with what an area's file changes and adds. Read anew when the file has changed.

    Never raises: a file or a line that cannot be read is named in `faults` and left out.
    """
    try:
        stamp = area.stat().st_mtime_ns if area and area.is_file() else None
    except OSError:
        stamp = None
    return _loaded(area if stamp else None, stamp)


@lru_cache(maxsize=4)
def _loaded(area: Path | None, _stamp: int | None) -> WordList:
    ours = read(OURS)
    theirs = read(area) if area else WordList(())
    # What comes first wins: an area has the last word, and a line for just these people counts
    # for more than one for everybody.
    in_order = (*sorted(theirs.words, key=is_general), *sorted(ours.words, key=is_general))
    return WordList(in_order, ours.faults + theirs.faults)


def is_general(word: Word) -> bool:
    return word.audience is For.BOTH


def read(file: Path) -> WordList:
    """One file. Never raises."""
    try:
        if file.stat().st_size > LARGEST:
            return WordList(
                (), (f"{file.name} is left out: it is larger than a list of words is.",)
            )
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return WordList((), (f"{file.name} is left out: save it as text in UTF-8.",))
    except OSError as problem:
        return WordList((), (f"{file.name} is left out: it cannot be read ({problem.strerror}).",))
    return parsed(text, name=file.name)


def parsed(text: str, *, name: str = "words.tsv") -> WordList:
    """The lines of a list. Empty lines, remarks (#) and the line of headings say nothing."""
    found: list[Word] = []
    faults: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith(("#", "audience\t")):
            continue
        word, fault = word_in(line)
        if word:
            found.append(word)
        else:
            faults.append(f"Line {number} of {name} is left out: {fault}")
    return WordList(tuple(found), tuple(faults))


def word_in(line: str) -> tuple[Word | None, str]:
    """The word on a line; or none, and what is wrong with the line."""
    parts = [part.strip() for part in line.split("\t")]
    if len(parts) < 3:
        return None, "it needs who it is for, a word and kinder words, with a tab between."
    told = dict(zip(COLUMNS, [*parts, "", "", ""], strict=False))
    audience = next((one for one in For if one == told["audience"].lower()), None)
    if audience is None:
        return None, "it must start with children, adults or both."
    if not told["kinder"]:
        return None, "it has no kinder words."
    phrases = listed(told["found_as"]) or tuple(forms(told["term"]))
    if not phrases:
        return None, "it has no word to look for."
    kinder = () if told["kinder"] == LEFT_OUT else tuple(split(told["kinder"], ";"))
    word = Word(told["term"], kinder, told["why"], audience, phrases, listed(told["not_in"]))
    return word, ""


def forms(term: str) -> Iterator[tuple[str, ...]]:
    """`LAC / looked-after child` is either; `Did not attend (DNA)` is either; `Recruit (adult)` is one.

    What stands in brackets is another way to write it where it is an abbreviation, else a remark.
    """
    for part in IN_BRACKETS.findall(term):
        if len(part) > 1 and part.isupper() and part.isalpha():
            yield (plain(part),)
    for part in split(IN_BRACKETS.sub(" ", term), "/"):
        if found := tokens(part):
            yield found


def split(text: str, at: str) -> list[str]:
    return [part.strip() for part in text.split(at) if part.strip()]


def listed(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(found for part in split(text, ";") if (found := tokens(part)))


def tokens(text: str) -> tuple[str, ...]:
    return tuple(plain(match.group()) for match in TOKEN.finditer(text))


def plain(token: str) -> str:
    """A word as it is looked up: small letters, one of many, without 's.

    `Placements`, `placement's` and `placement` are the same; so are `enquiries` and `enquiry`.
    """
    word = token.lower().replace("’", "'").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def indexed(all_words: tuple[Word, ...], audience: For) -> Phrases:
    """Every phrase by its first word, the longest first. An earlier line wins over a later one."""
    held: dict[tuple[str, ...], Word | None] = {}
    exceptions: set[tuple[str, ...]] = set()
    for word in all_words:
        if audience is not For.BOTH and word.audience not in (audience, For.BOTH):
            continue
        for phrase in word.phrases:
            held.setdefault(phrase, word if word.kinder else None)
        exceptions |= set(word.exceptions)
    held |= {phrase: None for phrase in exceptions if phrase not in held}
    found: dict[str, list[tuple[tuple[str, ...], Word | None]]] = {}
    for phrase, meant in held.items():
        found.setdefault(phrase[0], []).append((phrase, meant))
    return {
        first: tuple(sorted(rest, key=lambda pair: -len(pair[0]))) for first, rest in found.items()
    }
