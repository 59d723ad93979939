"""How everybody sees the same six questions, side by side, as far as one viewer may see it.

Nothing is ever worked out from the numbers: no score, no mean, no sum, no trend. They are shown
as they were given, beside who gave them and when.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.safestring import SafeString

from alongside.circles import queries as circles
from alongside.journey.cards import Names, known_as, newest, reader_of, version_contents
from alongside.journey.kinds import TOLD, Kind
from alongside.journey.models import Entry
from alongside.journey.parts import Label, Reader
from alongside.journey.queries import names_for, seen_by
from alongside.journey.voices import QUESTIONS, Question, Scale, View, Viewpoint
from alongside.lib import clock
from alongside.sharing.services import Look
from alongside.voice import sentences
from alongside.voice.charts import Line, scale_chart
from alongside.voice.periods import columns

# What one page reads, and says that it reads.
AT_MOST = 60
SINCE = timedelta(days=365)
# What somebody said longer ago is not what they say now.
NOW = timedelta(days=91)
# This far apart, two people are told that they see it differently.
FAR = 4
LINES = 4

# The person, or an account as family or in its work for an agency.
type Voice = tuple[UUID | None, UUID | None]
THE_PERSON: Voice = (None, None)


@dataclass(frozen=True, slots=True)
class Called:
    """How one voice is written: in sentences, and short at the end of a line."""

    name: str
    short: str
    what: str = ""
    is_reader: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """One number that somebody gave to one question, with their words."""

    voice: Voice
    called: Called
    scale: Scale
    at: datetime
    is_now: bool

    @property
    def is_person(self) -> bool:
        return self.voice == THE_PERSON

    @property
    def sentence(self) -> str:
        return sentences.says(
            self.called.name,
            self.scale.score,
            is_reader=self.called.is_reader,
            on=None if self.is_now else self.at,
        )


@dataclass(frozen=True, slots=True)
class Side:
    """One question: what everybody says now, where two are far apart, and all that was said."""

    question: Question
    label: Label
    said: tuple[Answer, ...]
    apart: tuple[str, ...]
    chart: SafeString
    answers: tuple[Answer, ...]

    @property
    def left_out(self) -> bool:
        """Whether more people answered than the picture has lines."""
        return len(drawn(self.said)) < len(self.said)


@dataclass(frozen=True, slots=True)
class Sides:
    """All questions that anybody answered. `more`: there was more than one page reads."""

    sides: tuple[Side, ...]
    more: bool


def viewpoints(look: Look) -> Sides:
    """What this viewer may see of how everybody sees it. Five queries, however many answers."""
    at = clock.now()
    rows = list(
        seen_by(look).filter(kind__in=TOLD, happened_at__gte=at - SINCE)[: AT_MOST + 1],
    )
    read = [row for row in rows[:AT_MOST] if scales_of(row)]
    called = names_of(read, look=look) if read else {}
    answers = [
        Answer(
            voice_of(row), called[voice_of(row)], scale, row.happened_at, row.happened_at > at - NOW
        )
        for row in read
        for scale in scales_of(row)
    ]
    asked = {
        question: [a for a in answers if a.scale.question == question] for question in Question
    }
    return Sides(
        sides=tuple(side_of(question, given) for question, given in asked.items() if given),
        more=len(rows) > AT_MOST,
    )


def has_given(look: Look) -> bool:
    """Whether this viewer has said how they see it in the time that a page shows."""
    own = seen_by(look).filter(kind=Kind.VIEWPOINT, happened_at__gte=clock.now() - SINCE)
    return own.filter(author=look.by.account, agency=look.by.agency_id).exists()


def scales_of(row: Entry) -> tuple[Scale, ...]:
    contents = version_contents(newest(row))
    return contents.scales if isinstance(contents, View | Viewpoint) else ()


def voice_of(row: Entry) -> Voice:
    return THE_PERSON if row.kind == Kind.VIEW else (row.author, row.agency)


def names_of(rows: Sequence[Entry], *, look: Look) -> Mapping[Voice, Called]:
    """How each voice is called, for this reader. Three queries."""
    names, reader = names_for(rows), reader_of(look)
    ties = {
        member.account_id: member.words.relationship
        for member in circles.members(look.person.pk, clock.now())
        if member.post_id is None
    }
    found: dict[Voice, Called] = {}
    for row in rows:
        voice = voice_of(row)
        if voice == THE_PERSON:
            name = known_as(look) or sentences.the_person()
            found[voice] = Called(name, name, is_reader=reader is Reader.PERSON)
        elif voice not in found:
            found[voice] = called_by(
                row, names=names, tie=ties.get(row.author, "") if row.author else "", look=look
            )
    return told_apart(found)


def called_by(row: Entry, *, names: Names, tie: str, look: Look) -> Called:
    name = names.accounts.get(row.author, "") if row.author else ""
    post = names.posts.get(row.post) if row.post else None
    is_reader = row.author == look.by.account and row.agency == look.by.agency_id
    if row.agency is None and tie:
        first = name.split(" ")[0]
        is_own = reader_of(look) is Reader.PERSON
        called = tie if is_own else sentences.with_tie(first, tie)
        return Called(called, tie if is_own else first, what=tie, is_reader=is_reader)
    what = sentences.with_agency(post.role, post.agency) if post else ""
    return Called(name, name.split(" ")[0], what=what, is_reader=is_reader)


def told_apart(found: Mapping[Voice, Called]) -> dict[Voice, Called]:
    """Two who would be written alike are written in full."""
    shorts = [called.short.casefold() for called in found.values()]
    return {
        voice: Called(called.name, called.name, called.what, called.is_reader)
        if shorts.count(called.short.casefold()) > 1
        else called
        for voice, called in found.items()
    }


def side_of(question: Question, given: Sequence[Answer]) -> Side:
    """`given`: all answers to one question, the newest first."""
    now = said_now(given)
    return Side(
        question=question,
        label=QUESTIONS[question],
        said=now,
        apart=tuple(sentences_apart(now)),
        chart=chart_of(question, given, voices=drawn(now)),
        answers=tuple(given),
    )


def said_now(given: Iterable[Answer]) -> tuple[Answer, ...]:
    """The newest answer of every voice: the person first, then whoever answered last."""
    newest_of: dict[Voice, Answer] = {}
    for answer in given:
        newest_of.setdefault(answer.voice, answer)
    return tuple(sorted(newest_of.values(), key=lambda answer: not answer.is_person))


def drawn(now: Sequence[Answer]) -> list[Voice]:
    """Whose lines are drawn. The person's place stays theirs when they have not answered."""
    others = [answer.voice for answer in now if not answer.is_person][: LINES - 1]
    return [answer.voice for answer in now if answer.is_person] + others


def sentences_apart(now: Sequence[Answer]) -> list[str]:
    """Those that are about the reader first, then the others."""
    pairs = [
        (one, other) for n, one in enumerate(now) for other in now[n + 1 :] if are_apart(one, other)
    ]
    pairs.sort(key=lambda pair: not (pair[0].called.is_reader or pair[1].called.is_reader))
    return [
        sentences.apart(one.called.name, other.called.name, reader=place_of_reader(one, other))
        for one, other in pairs
    ]


def are_apart(one: Answer, other: Answer) -> bool:
    far = abs(one.scale.score - other.scale.score) >= FAR
    return far and one.is_now and other.is_now


def place_of_reader(one: Answer, other: Answer) -> int | None:
    return 0 if one.called.is_reader else 1 if other.called.is_reader else None


def chart_of(question: Question, given: Sequence[Answer], *, voices: Sequence[Voice]) -> SafeString:
    """The newest answer of each voice in every stretch of days. The person is always look 0."""
    days = columns([day_of(answer) for answer in given if answer.voice in voices])
    looks = iter(range(1, LINES))
    lines = []
    for voice in voices:
        own = [answer for answer in given if answer.voice == voice]
        values: list[int | None] = [None] * len(days.starts)
        for answer in reversed(own):
            values[days.at(day_of(answer))] = answer.scale.score
        look = 0 if voice == THE_PERSON else next(looks)
        lines.append((Line(own[0].called.short, tuple(values), look), own))
    return scale_chart(
        f"sides-{question}",
        title=sentences.title(QUESTIONS[question]),
        summary=" ".join(text for _line, own in lines for text in summary(own)),
        columns=days.names,
        lines=[line for line, _own in lines],
    )


def summary(own: Sequence[Answer]) -> list[str]:
    """The first and the newest answer of one voice, as sentences."""
    shown = [own[-1], own[0]] if len(own) > 1 else [own[0]]
    return [sentences.said(a.called.name, a.scale.score, on=a.at) for a in shown]


def day_of(answer: Answer) -> date:
    return timezone.localtime(answer.at).date()
