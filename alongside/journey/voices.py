"""What people tell in their own words: a view of the person, and the viewpoints around them.

Three spaces to fill (good things, worries, hopes) after Weld and Greening's Three Houses; a
scale from 0 to 10 with why and what would make it one higher, as in solution-focused work. The
numbers stand for nobody but who gave them: no score is ever computed from them.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alongside.journey.parts import Label, Part, Reader, told

LOWEST, HIGHEST = 0, 10


class Question(StrEnum):
    """What everybody around a person is asked alike."""

    HOME = "home"
    SCHOOL_WORK = "school-work"
    PEOPLE = "people"
    HEALTH = "health"
    SAFE = "safe"
    COMING = "coming"


class Face(StrEnum):
    """How it feels, from worst to best. Each has its picture: face1 to face5."""

    AWFUL = "face1"
    SAD = "face2"
    SO_SO = "face3"
    GOOD = "face4"
    GREAT = "face5"


QUESTIONS: dict[Question, Label] = {
    Question.HOME: pgettext_lazy("where somebody lives", "Home"),
    Question.SCHOOL_WORK: _("School or work"),
    Question.PEOPLE: _("People"),
    Question.HEALTH: _("Health"),
    Question.SAFE: _("Feeling safe"),
    Question.COMING: _("What is coming"),
}
FACES: dict[Face, Label] = {
    Face.AWFUL: _("Awful"),
    Face.SAD: _("Sad"),
    Face.SO_SO: _("So-so"),
    Face.GOOD: _("Good"),
    Face.GREAT: _("Great"),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """One answer from 0 to 10 to one question, with why, and what would make it one higher."""

    question: Question
    score: int
    why: str = ""
    higher: str = ""

    def parts(self) -> tuple[Part, ...]:
        said = _now("%(score)d out of 10") % {"score": self.score}
        asked = {"question": QUESTIONS[self.question]}
        higher = _now("%(question)s: what would make it one higher") % asked
        return told(
            Part(QUESTIONS[self.question], said, is_fact=True),
            Part(_now("%(question)s: why") % asked, self.why, is_voice=True),
            Part(higher, self.higher, is_voice=True),
        )


@dataclass(frozen=True, slots=True)
class Together:
    """A view told to a worker who wrote it down: who was there, and what was asked."""

    present: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A drawing, a photo or a voice note that was sent with a view. Its bytes are a sealed file."""

    id: UUID
    sort: str
    mime: str = ""
    words: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """What the person tells, in words, faces, scales and three spaces. Everything is optional."""

    words: str = ""
    faces: tuple[Face, ...] = ()
    good: str = ""
    worries: str = ""
    hopes: str = ""
    scales: tuple[Scale, ...] = ()
    together: Together | None = None
    unsafe: bool = False
    # Filled in when it is told, so that a page of many views need not ask for them.
    enclosed: tuple[Enclosed, ...] = ()

    @property
    def headline(self) -> str:
        return _now("“I don’t feel safe”") if self.unsafe else ""

    @property
    def voice(self) -> str:
        return self.words

    def parts(self, reader: Reader) -> tuple[Part, ...]:
        together = self.together or Together()
        return told(
            Part(_("How it feels"), ", ".join(str(FACES[f]) for f in self.faces), is_fact=True),
            Part(_("Good things"), self.good, is_voice=True),
            Part(_("Worries"), self.worries, is_voice=True),
            Part(_("Hopes"), self.hopes, is_voice=True),
            *(part for scale in self.scales for part in scale.parts()),
            Part(_("Who was there"), together.present, is_fact=True),
            Part(_("What was asked"), together.asked),
        )


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """How family or a worker sees the same questions."""

    scales: tuple[Scale, ...] = ()

    @property
    def headline(self) -> str:
        return ""

    @property
    def voice(self) -> str:
        return ""

    def parts(self, reader: Reader) -> tuple[Part, ...]:
        return tuple(part for scale in self.scales for part in scale.parts())
