"""What an entry can be: the same small schema for a visit, a call, a meeting in every agency.

Every kind says what it is in one line (`headline`), in labelled parts, and in the person's own
words, which are kept exactly as they were said.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from alongside.journey.parts import Label, Part, Reader, told
from alongside.journey.voices import View, Viewpoint


class Kind(StrEnum):
    """Every kind of entry: told by people themselves, written by workers, or brought in."""

    VIEW = "view"
    VIEWPOINT = "viewpoint"
    VISIT = "visit"
    CALL = "call"
    MEETING = "meeting"
    NOTE = "note"
    DECISION = "decision"
    REFERRAL = "referral"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    ENQUIRY = "enquiry"
    CONFERENCE = "conference"
    REVIEW = "review"


class Alone(StrEnum):
    """Whether the person was seen without anybody listening."""

    YES = "yes"
    NO = "no"
    NOT_SEEN = "not-seen"


ALONE: dict[Alone, Label] = {
    Alone.YES: _("Yes"),
    Alone.NO: _("No, other people were there"),
    Alone.NOT_SEEN: _("Not seen this time"),
}
ON_YOUR_OWN = _("Did we see you on your own?")
SEEN_ALONE = _("Seen alone?")


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody went to see the person."""

    kind: ClassVar[Kind] = Kind.VISIT

    why: str = ""
    where: str = ""
    seen: str = ""
    alone: Alone = Alone.NOT_SEEN
    observed: str = ""
    words: str = ""
    next: str = ""

    @property
    def headline(self) -> str:
        return self.why

    @property
    def voice(self) -> str:
        return self.words

    def parts(self, reader: Reader) -> tuple[Part, ...]:
        return told(
            Part(_("Who was seen"), self.seen, is_fact=True),
            Part(
                ON_YOUR_OWN if reader is Reader.PERSON else SEEN_ALONE,
                ALONE[self.alone],
                is_fact=True,
            ),
            Part(_("Where"), self.where, is_fact=True),
            Part(_("What was seen and heard"), self.observed),
            Part(_("What happens next"), self.next),
        )


@dataclass(frozen=True, slots=True)
class PhoneCall:
    """Somebody talked on the phone, with the person or about them."""

    kind: ClassVar[Kind] = Kind.CALL

    why: str = ""
    talked_to: str = ""
    said: str = ""
    words: str = ""
    next: str = ""

    @property
    def headline(self) -> str:
        return self.why

    @property
    def voice(self) -> str:
        return self.words

    def parts(self, reader: Reader) -> tuple[Part, ...]:
        return told(
            Part(_("Who was on the phone"), self.talked_to, is_fact=True),
            Part(_("What was said"), self.said),
            Part(_("What happens next"), self.next),
        )


@dataclass(frozen=True, slots=True)
class Meeting:
    """People sat down together."""

    kind: ClassVar[Kind] = Kind.MEETING

    why: str = ""
    where: str = ""
    came: str = ""
    talked_about: str = ""
    agreed: str = ""
    words: str = ""
    next: str = ""

    @property
    def headline(self) -> str:
        return self.why

    @property
    def voice(self) -> str:
        return self.words

    def parts(self, reader: Reader) -> tuple[Part, ...]:
        return told(
            Part(_("Who came"), self.came, is_fact=True),
            Part(_("Where"), self.where, is_fact=True),
            Part(_("What we talked about"), self.talked_about),
            Part(_("What we agreed"), self.agreed),
            Part(_("What happens next"), self.next),
        )


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth knowing that was not a visit, a call or a meeting."""

    kind: ClassVar[Kind] = Kind.NOTE

    about: str = ""
    text: str = ""
    words: str = ""
    next: str = ""

    @property
    def headline(self) -> str:
        return self.about

    @property
    def voice(self) -> str:
        return self.words

    def parts(self, reader: Reader) -> tuple[Part, ...]:
        return told(Part(_("What we noted"), self.text), Part(_("What happens next"), self.next))


@dataclass(frozen=True, slots=True)
class Decision:
    """Something was decided, with the reason and what the person thinks of it."""

    kind: ClassVar[Kind] = Kind.DECISION

    decided: str = ""
    why: str = ""
    deciders: str = ""
    words: str = ""
    next: str = ""

    @property
    def headline(self) -> str:
        return self.decided

    @property
    def voice(self) -> str:
        return self.words

    def parts(self, reader: Reader) -> tuple[Part, ...]:
        return told(
            Part(_("Why"), self.why),
            Part(_("Who decided"), self.deciders, is_fact=True),
            Part(_("What happens next"), self.next),
        )


@dataclass(frozen=True, slots=True)
class PathwayEvent:
    """Something that came in from another database: a title and labelled details."""

    title: str = ""
    details: tuple[tuple[str, ...], ...] = ()

    @property
    def headline(self) -> str:
        return self.title

    @property
    def voice(self) -> str:
        return ""

    def parts(self, reader: Reader) -> tuple[Part, ...]:
        return told(*(Part(label, text) for label, text in self.details))


type Recorded = View | Viewpoint | Visit | PhoneCall | Meeting | Note | Decision | PathwayEvent

# In their own words: the person, and family or workers about how they see it.
TOLD: tuple[Kind, ...] = (Kind.VIEW, Kind.VIEWPOINT)
WRITTEN_HERE: tuple[Kind, ...] = (
    Kind.VISIT,
    Kind.CALL,
    Kind.MEETING,
    Kind.NOTE,
    Kind.DECISION,
)

# What a version is sealed as. What another database tells is a title with details, whatever its kind.
SCHEMAS: dict[str, type[Recorded]] = {
    "view": View,
    "viewpoint": Viewpoint,
    "visit": Visit,
    "call": PhoneCall,
    "meeting": Meeting,
    "note": Note,
    "decision": Decision,
    "pathway": PathwayEvent,
}
SCHEMA_OF: dict[type[Recorded], str] = {schema: name for name, schema in SCHEMAS.items()}

LABELS: dict[Kind, Label] = {
    Kind.VIEW: _("View"),
    Kind.VIEWPOINT: _("Viewpoint"),
    Kind.VISIT: _("Visit"),
    Kind.CALL: _("Phone call"),
    Kind.MEETING: _("Meeting"),
    Kind.NOTE: _("Note"),
    Kind.DECISION: _("Decision"),
    Kind.REFERRAL: _("Referral"),
    Kind.ASSESSMENT: _("Assessment"),
    Kind.PLAN: _("Plan"),
    Kind.ENQUIRY: _("Safety enquiry"),
    Kind.CONFERENCE: _("Conference"),
    Kind.REVIEW: _("Review"),
}

ICONS: dict[Kind, str] = {
    Kind.VIEW: "message",
    Kind.VIEWPOINT: "eye",
    Kind.VISIT: "walk",
    Kind.CALL: "phone",
    Kind.MEETING: "people",
    Kind.NOTE: "pen",
    Kind.DECISION: "check",
    Kind.REFERRAL: "send",
    Kind.ASSESSMENT: "eye",
    Kind.PLAN: "plan",
    Kind.ENQUIRY: "alert",
    Kind.CONFERENCE: "people",
    Kind.REVIEW: "clock",
}
