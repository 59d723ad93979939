"""Which elements a CIN census return has, and where. What is not in here is told as not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Element:
    """One element we know: what may stand inside it, and whether it may come more than once."""

    inside: Mapping[str, Element] = field(default_factory=lambda: MappingProxyType({}))
    many: bool = False

    @property
    def is_leaf(self) -> bool:
        return not self.inside


def _leaves(*names: str) -> dict[str, Element]:
    return {name: Element() for name in names}


ASSESSMENTS = Element(
    _leaves(
        "AssessmentActualStartDate", "AssessmentInternalReviewDate", "AssessmentAuthorisationDate"
    )
    | {
        "FactorsIdentifiedAtAssessment": Element(
            {"AssessmentFactors": Element(many=True)}, many=True
        )
    },
    many=True,
)

IN_NEED_PLANS = Element(_leaves("CINPlanStartDate", "CINPlanEndDate"), many=True)

SECTION_47 = Element(
    _leaves("S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired"),
    many=True,
)

PROTECTION_PLANS = Element(
    _leaves(
        "CPPstartDate",
        "CPPendDate",
        "InitialCategoryOfAbuse",
        "LatestCategoryOfAbuse",
        "NumberOfPreviousCPP",
    )
    | {"Reviews": Element({"CPPreviewDate": Element(many=True)}, many=True)},
    many=True,
)

PRE_PROCEEDINGS = Element(
    _leaves(
        "PPStartDate",
        "LBPSentDate",
        "FGDMMeetingOffer",
        "FGDMMeetingFac",
        "InitialPPMeetingDate",
        "ReviewMeetingsCount",
        "StepDecisionDate",
        "PPOutcome",
        "CourtAppDate",
        "LetterInitCPDate",
    ),
    many=True,
)

EPISODE = Element(
    _leaves(
        "CINreferralDate",
        "ReferralSource",
        "PrimaryNeedCode",
        "CINclosureDate",
        "ReasonForClosure",
        "DateOfInitialCPC",
        "ReferralNFA",
    )
    | {
        "Assessments": ASSESSMENTS,
        "CINPlanDates": IN_NEED_PLANS,
        "Section47": SECTION_47,
        "ChildProtectionPlans": PROTECTION_PLANS,
        "PreProceedingsandFGDM": PRE_PROCEEDINGS,
    },
    many=True,
)

CHILD = Element(
    {
        "ChildIdentifiers": Element(
            _leaves(
                "LAchildID",
                "UPN",
                "FormerUPN",
                "UPNunknown",
                "PersonBirthDate",
                "ExpectedPersonBirthDate",
                "Sex",
                "GenderCurrent",
                "PersonDeathDate",
            )
        ),
        "ChildCharacteristics": Element(
            _leaves("Ethnicity")
            | {"Disabilities": Element({"Disability": Element(many=True)}, many=True)}
        ),
        "CINdetails": EPISODE,
    },
    many=True,
)

HEADER = Element(
    {
        "CollectionDetails": Element(_leaves("Collection", "Year", "ReferenceDate")),
        "Source": Element(
            _leaves("SourceLevel", "LEA", "SoftwareCode", "Release", "SerialNo", "DateTime")
        ),
    }
)

ROOT = "Message"
MESSAGE = Element({"Header": HEADER, "Children": Element({"Child": CHILD}, many=True)})
