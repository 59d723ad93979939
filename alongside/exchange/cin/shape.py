"""From the small trees of the outline to the record's dataclasses, or the reason why not."""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from alongside.exchange.cin.outline import Node
from alongside.exchange.cin.record import (
    Assessment,
    Child,
    Conference,
    Enquiry,
    Episode,
    Header,
    InNeedPlan,
    PreProceedings,
    ProtectionPlan,
    RefusedFile,
    Review,
)

DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?)?", re.ASCII)
EARLIEST, LATEST = date(1900, 1, 1), date(2099, 12, 31)
LONDON = ZoneInfo("Europe/London")
LONGEST_LOCAL_ID = 64
LONGEST_SHOWN = 30
# Before 2024-25 the return held GenderCurrent, in numbers; some files put the number in Sex.
SEXES = {"1": "M", "2": "F", "0": "U", "9": "U"}
FLAGS = {"1": "true", "0": "false"}


class Unusable(ValueError):
    """This child's record cannot be used; the sentence says why and on which line."""


class Fields:
    """Reads the parts of one node: texts, dates, yes/no answers, and what repeats."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.line = node.line

    def text(self, name: str) -> str:
        return sys.intern(next((part.text for part in self.node.parts if part.name == name), ""))

    def flag(self, name: str) -> str:
        """`true`, `false`, empty, or what stands there when it is neither."""
        answer = self.text(name)
        return FLAGS.get(answer, answer.lower() if answer.lower() in FLAGS.values() else answer)

    def day(self, name: str) -> date | None:
        for part in self.node.parts:
            if part.name == name and part.text:
                return day_in(part)
        return None

    def conference(self, path: str) -> Conference | None:
        held = self.day("DateOfInitialCPC")
        line = next((p.line for p in self.node.parts if p.name == "DateOfInitialCPC"), self.line)
        return None if held is None else Conference(line, path, held)

    def each(self, name: str) -> Iterator["Fields"]:
        return (Fields(part) for part in self.node.parts if part.name == name)

    def made[T](self, name: str, make: Callable[["Fields"], T]) -> tuple[T, ...]:
        return tuple(make(part) for part in self.each(name))

    def one(self, name: str) -> "Fields":
        """The part of that name, or an empty one."""
        return next(self.each(name), Fields(Node(name, self.line)))

    def texts(self, group: str, name: str) -> tuple[str, ...]:
        """What the repeated leaves inside a group say, empty ones left out."""
        return tuple(
            sys.intern(leaf.text)
            for outer in self.each(group)
            for leaf in outer.node.parts
            if leaf.name == name and leaf.text
        )


def day_in(node: Node) -> date:
    """A real day between 1900 and 2099, written as a census writes it. Raises Unusable."""
    written = DAY.fullmatch(node.text)
    try:
        day = date.fromisoformat(written[1]) if written else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise Unusable(
            f"{node.name} “{shown(node.text)}” is not a possible date (line {node.line})"
        )
    return day


def shown(text: str) -> str:
    """A value as it may stand in a report: short, and with nothing that a terminal would obey."""
    plain = "".join(mark if mark.isprintable() else "?" for mark in text)
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]}…"


def header(node: Node) -> Header:
    """Raises RefusedFile when this is not the header of a CIN census return."""
    fields = Fields(node)
    collection, source = fields.one("CollectionDetails"), fields.one("Source")
    name = collection.text("Collection")
    if name.upper() != "CIN":
        raise RefusedFile(
            f"the header says that the collection is “{shown(name)}”, not CIN (children in need).",
            line=collection.line,
        )
    return Header(
        line=node.line,
        collection="CIN",
        year=year_in(collection),
        reference_date=reference_date_in(collection),
        source_level=source.text("SourceLevel"),
        authority=source.text("LEA"),
        software=source.text("SoftwareCode"),
        release=source.text("Release"),
        serial=source.text("SerialNo"),
        made_at=moment_in(source.text("DateTime")),
    )


def year_in(collection: Fields) -> int | None:
    written = collection.text("Year")
    return int(written) if re.fullmatch(r"(19|20)\d\d", written, re.ASCII) else None


def reference_date_in(collection: Fields) -> date:
    try:
        found = collection.day("ReferenceDate")
    except Unusable as fault:
        raise RefusedFile(f"the header's {fault}.") from None
    if found is None:
        raise RefusedFile(
            "the header has no ReferenceDate, so nobody could tell newer from older.",
            line=collection.line,
        )
    return found


def moment_in(written: str) -> datetime | None:
    """When the file says it was made. A clock with no zone is the one on a council's wall."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    if not EARLIEST <= moment.date() <= LATEST:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


def local_id(node: Node) -> str | None:
    """The council's own identifier for a child, when there is a usable one."""
    written = Fields(node).one("ChildIdentifiers").text("LAchildID")
    usable = 0 < len(written) <= LONGEST_LOCAL_ID and written.isprintable()
    return written if usable else None


def child(node: Node) -> Child:
    """Raises Unusable when the child's record cannot be used."""
    known_as = local_id(node)
    if node.problem:
        raise Unusable(node.problem)
    fields = Fields(node)
    who, what = fields.one("ChildIdentifiers"), fields.one("ChildCharacteristics")
    if known_as is None:
        raise Unusable(
            "LAchildID cannot be used as an identifier"
            if who.text("LAchildID")
            else "there is no LAchildID, so nobody could tell who this is"
        )
    sex = who.text("Sex") or who.text("GenderCurrent")
    return Child(
        line=node.line,
        local_id=known_as,
        upn=who.text("UPN"),
        former_upn=who.text("FormerUPN"),
        upn_unknown=who.text("UPNunknown"),
        born=who.day("PersonBirthDate"),
        expected=who.day("ExpectedPersonBirthDate"),
        sex=SEXES.get(sex, sex.upper()),
        died=who.day("PersonDeathDate"),
        ethnicity=what.text("Ethnicity"),
        disabilities=what.texts("Disabilities", "Disability"),
        episodes=fields.made("CINdetails", episode),
    )


def episode(fields: Fields) -> Episode:
    return Episode(
        line=fields.line,
        referred=fields.day("CINreferralDate"),
        source=fields.text("ReferralSource"),
        need=fields.text("PrimaryNeedCode"),
        closed=fields.day("CINclosureDate"),
        closure_reason=fields.text("ReasonForClosure"),
        no_further_action=fields.flag("ReferralNFA"),
        conference=fields.conference("CINdetails"),
        assessments=fields.made("Assessments", assessment),
        in_need_plans=fields.made("CINPlanDates", in_need_plan),
        enquiries=fields.made("Section47", enquiry),
        protection_plans=fields.made("ChildProtectionPlans", protection_plan),
        pre_proceedings=fields.made("PreProceedingsandFGDM", pre_proceedings),
    )


def assessment(fields: Fields) -> Assessment:
    return Assessment(
        line=fields.line,
        started=fields.day("AssessmentActualStartDate"),
        internal_review=fields.day("AssessmentInternalReviewDate"),
        authorised=fields.day("AssessmentAuthorisationDate"),
        factors=fields.texts("FactorsIdentifiedAtAssessment", "AssessmentFactors"),
    )


def in_need_plan(fields: Fields) -> InNeedPlan:
    return InNeedPlan(fields.line, fields.day("CINPlanStartDate"), fields.day("CINPlanEndDate"))


def enquiry(fields: Fields) -> Enquiry:
    return Enquiry(
        line=fields.line,
        started=fields.day("S47ActualStartDate"),
        conference_due=fields.day("InitialCPCtarget"),
        conference=fields.conference("Section47"),
        conference_not_required=fields.flag("ICPCnotRequired"),
    )


def protection_plan(fields: Fields) -> ProtectionPlan:
    return ProtectionPlan(
        line=fields.line,
        started=fields.day("CPPstartDate"),
        ended=fields.day("CPPendDate"),
        initial_category=fields.text("InitialCategoryOfAbuse"),
        latest_category=fields.text("LatestCategoryOfAbuse"),
        earlier_plans=fields.text("NumberOfPreviousCPP"),
        reviews=tuple(
            Review(leaf.line, day_in(leaf) if leaf.text else None)
            for group in fields.each("Reviews")
            for leaf in group.node.parts
        ),
    )


def pre_proceedings(fields: Fields) -> PreProceedings:
    return PreProceedings(
        line=fields.line,
        started=fields.day("PPStartDate"),
        letter_sent=fields.day("LBPSentDate"),
        family_meeting_offered=fields.flag("FGDMMeetingOffer"),
        family_meeting_held=fields.flag("FGDMMeetingFac"),
        first_meeting=fields.day("InitialPPMeetingDate"),
        review_meetings=fields.text("ReviewMeetingsCount"),
        step_decided=fields.day("StepDecisionDate"),
        outcome=fields.text("PPOutcome"),
        court_applied=fields.day("CourtAppDate"),
        first_letter=fields.day("LetterInitCPDate"),
    )
