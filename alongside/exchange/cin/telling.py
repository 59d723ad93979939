"""One episode of a return (a referral and what followed from it), told as items. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from alongside.exchange.cin import titles
from alongside.exchange.cin.codes import CodeList
from alongside.exchange.cin.facts import Fact, answered, as_written, coded, dated, several
from alongside.exchange.cin.items import Item, Kind, LeftOut
from alongside.exchange.cin.record import Conference, Episode, census_year
from alongside.exchange.cin.titles import Title


class Telling:
    """One episode (a referral and what followed) as items; what has no date as LeftOut."""

    def __init__(self, episode: Episode) -> None:
        self.episode = episode
        stopped = episode.referred if episode.no_further_action == "true" else None
        self.ended = episode.closed or stopped

    def parts(self) -> Iterator[Item | LeftOut]:
        yield from self.referral()
        yield from self.assessments()
        yield from self.in_need_plans()
        yield from self.enquiries()
        yield from self.conferences()
        yield from self.protection_plans()
        yield from self.pre_proceedings()
        yield from self.closure()

    def made(
        self,
        title: Title,
        kind: Kind,
        line: int,
        dates: dict[str, date | None],
        facts: Iterable[Fact | None],
        *,
        until: date | None = None,
    ) -> Item | LeftOut:
        """An item on the first of these dates that is there."""
        dated = next(((name, day) for name, day in dates.items() if day is not None), None)
        if dated is None:
            return LeftOut(line, f"{title.text}: there is no date")
        ended = until or self.ended
        return Item(
            key=f"{title.path}|{dated[0]}={dated[1]}",
            kind=kind,
            title=title,
            happened=dated[1],
            facts=tuple(fact for fact in facts if fact is not None),
            line=line,
            last_year=None if ended is None else census_year(ended),
        )

    def referral(self) -> Iterator[Item | LeftOut]:
        told = self.episode
        yield self.made(
            titles.REFERRAL,
            Kind.REFERRAL,
            told.line,
            {"CINreferralDate": told.referred},
            [
                coded("ReferralSource", told.source, "Who got in touch", CodeList.REFERRAL_SOURCE),
                coded("PrimaryNeedCode", told.need, "Main reason", CodeList.PRIMARY_NEED),
                answered("ReferralNFA", told.no_further_action, "What happened next", titles.NEXT),
            ],
        )

    def assessments(self) -> Iterator[Item | LeftOut]:
        for told in self.episode.assessments:
            dates = {
                "AssessmentActualStartDate": told.started,
                "AssessmentInternalReviewDate": told.internal_review,
                "AssessmentAuthorisationDate": told.authorised,
            }
            yield self.made(
                titles.ASSESSMENT,
                Kind.ASSESSMENT,
                told.line,
                dates,
                [
                    dated(
                        "AssessmentInternalReviewDate", told.internal_review, "Looked at again on"
                    ),
                    dated("AssessmentAuthorisationDate", told.authorised, "Finished on"),
                    several(
                        "AssessmentFactors",
                        told.factors,
                        "What came up",
                        CodeList.ASSESSMENT_FACTOR,
                    ),
                ],
                until=told.authorised,
            )

    def in_need_plans(self) -> Iterator[Item | LeftOut]:
        for told in self.episode.in_need_plans:
            yield self.made(
                titles.IN_NEED_PLAN,
                Kind.PLAN,
                told.line,
                {"CINPlanStartDate": told.started, "CINPlanEndDate": told.ended},
                [dated("CINPlanEndDate", told.ended, "Ended on")],
                until=told.ended,
            )

    def enquiries(self) -> Iterator[Item | LeftOut]:
        for told in self.episode.enquiries:
            held = told.conference.held if told.conference else None
            yield self.made(
                titles.ENQUIRY,
                Kind.ENQUIRY,
                told.line,
                {
                    "S47ActualStartDate": told.started,
                    "DateOfInitialCPC": held,
                    "InitialCPCtarget": told.conference_due,
                },
                [
                    dated("InitialCPCtarget", told.conference_due, "Conference due by"),
                    dated("DateOfInitialCPC", held, "Conference held on"),
                    answered(
                        "ICPCnotRequired",
                        told.conference_not_required,
                        "Was a conference needed?",
                        titles.NEEDED,
                    ),
                ],
                until=held or told.started,
            )

    def conferences(self) -> Iterator[Item | LeftOut]:
        """Once each: some files write the same conference on the episode and on the enquiry."""
        once: dict[date, Conference] = {}
        for told in self.episode.conferences:
            once.setdefault(told.held, told)
        for held, told in once.items():
            yield self.made(
                titles.CONFERENCE,
                Kind.CONFERENCE,
                told.line,
                {"DateOfInitialCPC": held},
                [],
                until=held,
            )

    def protection_plans(self) -> Iterator[Item | LeftOut]:
        of = CodeList.CATEGORY_OF_ABUSE
        for told in self.episode.protection_plans:
            yield self.made(
                titles.PROTECTION_PLAN,
                Kind.PLAN,
                told.line,
                {"CPPstartDate": told.started, "CPPendDate": told.ended},
                [
                    coded(
                        "InitialCategoryOfAbuse", told.initial_category, "Reason at the start", of
                    ),
                    coded("LatestCategoryOfAbuse", told.latest_category, "Latest reason", of),
                    as_written("NumberOfPreviousCPP", told.earlier_plans, "Plans like this before"),
                    dated("CPPendDate", told.ended, "Ended on"),
                ],
                until=told.ended,
            )
            for review in told.reviews:
                yield self.made(
                    titles.REVIEW,
                    Kind.REVIEW,
                    review.line,
                    {"CPPreviewDate": review.held},
                    [],
                    until=review.held,
                )

    def pre_proceedings(self) -> Iterator[Item | LeftOut]:
        for told in self.episode.pre_proceedings:
            dates = {
                "PPStartDate": told.started,
                "LBPSentDate": told.letter_sent,
                "InitialPPMeetingDate": told.first_meeting,
                "StepDecisionDate": told.step_decided,
                "CourtAppDate": told.court_applied,
                "LetterInitCPDate": told.first_letter,
            }
            yes_no = CodeList.YES_NO
            yield self.made(
                titles.PRE_PROCEEDINGS,
                Kind.PLAN,
                told.line,
                dates,
                [
                    dated("LBPSentDate", told.letter_sent, "Letter sent on"),
                    coded(
                        "FGDMMeetingOffer",
                        told.family_meeting_offered,
                        "Family meeting offered",
                        yes_no,
                    ),
                    coded(
                        "FGDMMeetingFac", told.family_meeting_held, "Family meeting held", yes_no
                    ),
                    dated("InitialPPMeetingDate", told.first_meeting, "First meeting on"),
                    as_written("ReviewMeetingsCount", told.review_meetings, "Review meetings"),
                    dated("StepDecisionDate", told.step_decided, "Decided on"),
                    as_written("PPOutcome", told.outcome, "What was decided (code)"),
                    dated("CourtAppDate", told.court_applied, "Court asked on"),
                    dated("LetterInitCPDate", told.first_letter, "Letter that began court steps"),
                ],
                until=told.court_applied or told.step_decided,
            )

    def closure(self) -> Iterator[Item | LeftOut]:
        told = self.episode
        if told.closed is None and not told.closure_reason:
            return
        why = coded("ReasonForClosure", told.closure_reason, "Why", CodeList.CLOSURE_REASON)
        ended = self.made(
            titles.CLOSURE,
            Kind.DECISION,
            told.line,
            {"CINclosureDate": told.closed},
            [why],
            until=told.closed,
        )
        if isinstance(ended, Item) and told.referred:
            # Named by its referral, so that a corrected closing date is a change and no new thing.
            ended = replace(ended, key=f"{titles.CLOSURE.path}|CINreferralDate={told.referred}")
        yield ended
