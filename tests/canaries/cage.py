"""Canaries: words that are nowhere else, and how each could be spelled in a file."""

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote


@dataclass
class Cage:
    """Hands out one canary for each place where one can write, and remembers where it went."""

    tag: str
    places: dict[str, str] = field(default_factory=dict)

    def canary(self, place: str) -> str:
        """A word for this place. It has a letter beyond ASCII, as names and stories have."""
        made = f"{self.tag}{len(self.places):03}Ž{place.replace('_', '')[:12]}"
        return self.places.setdefault(place, made)

    def known(self, place: str, value: str) -> str:
        """A value that is shaped by what it is: an identifier, a day of birth, an address."""
        return self.places.setdefault(place, value)


@dataclass(frozen=True)
class Found:
    """A canary that got out: what it was, how it was spelled, and where."""

    place: str
    spelling: str
    where: str


def spellings(word: str) -> Iterator[tuple[str, bytes, bool]]:
    """Every way to write a word: its name, its bytes, and whether case makes a difference."""
    yield "UTF-8", word.encode(), False
    yield "Latin-1", word.encode("latin-1", "ignore"), False
    yield "UTF-16, little end first", word.encode("utf-16-le"), False
    yield "UTF-16, big end first", word.encode("utf-16-be"), False
    yield "hexadecimal", word.encode().hex().encode(), False
    yield "percent", quote(word, safe="").encode(), False
    yield "percent, all of it", "".join(f"%{byte:02x}" for byte in word.encode()).encode(), False
    yield "JSON", json.dumps(word)[1:-1].encode(), False
    yield "reversed", word[::-1].encode(), False
    for text in {word, word.lower(), word.upper()}:
        for ahead in range(3):
            yield "base64", in_base64(text.encode(), ahead), True
            yield "base64 for addresses", in_base64(text.encode(), ahead, urlsafe=True), True


def in_base64(word: bytes, ahead: int, *, urlsafe: bool = False) -> bytes:
    """The letters of base64 that hold nothing but this word, when so many bytes stand before it."""
    encode = base64.urlsafe_b64encode if urlsafe else base64.b64encode
    letters = encode(b"\0" * ahead + word).rstrip(b"=")
    first = -(-ahead * 8 // 6)
    last = (ahead + len(word)) * 8 // 6
    return letters[first:last]


def escaped(cage: Cage, files: Iterable[tuple[str, bytes]]) -> list[Found]:
    """Every canary found in these bytes, in any spelling.

    All words of one cage begin with its tag, so looking for that finds any of them, cut or whole.
    """
    begun = {word for word in cage.places.values() if word.startswith(cage.tag)}
    words = {place: word for place, word in cage.places.items() if word not in begun}
    wanted = [
        (place, spelling, bytes_ if exact else bytes_.lower(), exact)
        for place, word in {"one of the canaries": cage.tag, **words}.items()
        for spelling, bytes_, exact in spellings(word)
    ]
    found = []
    for where, kept in files:
        lowered = kept.lower()
        for place, spelling, looked_for, exact in wanted:
            if looked_for in (kept if exact else lowered):
                found.append(Found(place, spelling, where))
    return found


def files_under(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every byte of every file: tables, their log, their index, temporary files, keys, logs."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield str(file.relative_to(folder)), file.read_bytes()
