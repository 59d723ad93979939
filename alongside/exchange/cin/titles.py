"""What each thing in a census return is called on a timeline, and what it means: plain words.

The title keeps the name that workers use; the meaning is for the person and the family.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Title:
    """`path` is the module in the return; it is part of the item's key and never changes."""

    path: str
    text: str
    meaning: str = ""


MEANING = "What this means"

REFERRAL = Title(
    "CINdetails",
    "Referral received",
    "Somebody asked the council whether the child and the family needed help.",
)
ASSESSMENT = Title(
    "Assessment",
    "Assessment started",
    "A social worker found out how things were for the child and the family.",
)
IN_NEED_PLAN = Title(
    "CINPlanDates",
    "Child in need plan started",
    "A plan of help for the child and the family.",
)
ENQUIRY = Title(
    "Section47",
    "Child protection enquiry started",
    "The council had to find out whether the child was safe.",
)
CONFERENCE = Title(
    "DateOfInitialCPC",
    "First child protection conference",
    "A meeting to decide how everyone would help to keep the child safe.",
)
PROTECTION_PLAN = Title(
    "ChildProtectionPlans",
    "Child protection plan started",
    "A plan to keep the child safe.",
)
REVIEW = Title(
    "CPPreviewDate",
    "Child protection review",
    "A meeting to see whether the plan was keeping the child safe.",
)
PRE_PROCEEDINGS = Title(
    "PreProceedingsandFGDM",
    "Steps before court started",
    "The council told the family what had to change, so that nobody had to go to court.",
)
CLOSURE = Title("CINclosureDate", "Work with children's social care ended")
ABOUT = Title("ChildIdentifiers", "What the council wrote down about the child")

NEXT = {
    "true": "The council decided that no further action was needed",
    "false": "The council looked into it further",
}
NEEDED = {"true": "No", "false": "Yes"}
