"""The made-up people of the made-up area. Nobody here exists."""

from dataclasses import dataclass

from alongside.agencies.models import Agency

COUNCIL, SCHOOL, HEALTH = Agency.Kind.COUNCIL, Agency.Kind.SCHOOL, Agency.Kind.HEALTH
HOUSING, CHARITY = Agency.Kind.HOUSING, Agency.Kind.CHARITY


@dataclass(frozen=True, slots=True)
class Place:
    """A team in an agency."""

    slug: str
    agency: str
    kind: str
    team: str


NORTHMERE_FAMILY = Place("northmere-council", "Northmere Council", COUNCIL, "Family Help")
NORTHMERE_NIGHT = Place("northmere-council", "Northmere Council", COUNCIL, "Emergency Duty Team")
NORTHMERE_GOVERNANCE = Place(
    "northmere-council", "Northmere Council", COUNCIL, "Information Governance"
)
LARKFIELD = Place("larkfield-school", "Larkfield School", SCHOOL, "Pastoral care")
NORTHMERE_HEALTH = Place("northmere-health", "Northmere Health", HEALTH, "School nursing")
QUAYSIDE = Place("quayside-homes", "Quayside Homes", HOUSING, "Tenancy support")
HARBOUR = Place("harbour-youth", "Harbour Youth", CHARITY, "Youth work")
WESTMARCH = Place("westmarch-leisure", "Westmarch Leisure Trust", CHARITY, "Swimming")


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast: who to sign in as, and what they are."""

    slug: str
    name: str
    what: str
    place: Place | None = None
    role: str = ""
    purpose: str = ""

    @property
    def email(self) -> str:
        return f"{self.slug}@northmere.example"


CAST: tuple[Member, ...] = (
    Member("young-person", "Robyn Hale", "15 years old. The record is about her."),
    Member("parent", "Dawn Hale", "Robyn’s mum, in her circle."),
    Member(
        "key-worker",
        "Samira Khan",
        "Robyn’s key worker.",
        NORTHMERE_FAMILY,
        "Social worker",
        "Helps Robyn and her family feel safe",
    ),
    Member(
        "school-lead",
        "Kwame Owusu",
        "In Robyn’s circle, for school.",
        LARKFIELD,
        "Head of year",
        "How things are at school",
    ),
    Member(
        "school-nurse",
        "Jo Bright",
        "In Robyn’s circle, for sleep and health.",
        NORTHMERE_HEALTH,
        "School nurse",
        "Sleep and health",
    ),
    Member(
        "night-duty",
        "Joyce Adeyemi",
        "On duty at night, from 5pm to 8:30am. Sees the team’s people while on shift.",
        NORTHMERE_NIGHT,
        "Duty social worker",
    ),
    Member(
        "housing-officer",
        "Colin Reeve",
        "In Robyn’s circle, for the home.",
        QUAYSIDE,
        "Housing officer",
        "Repairs and a safe home",
    ),
    Member(
        "youth-charity",
        "Tyrone Blake",
        "In Robyn’s circle, for boxing and someone to talk to.",
        HARBOUR,
        "Youth worker",
        "Boxing, and someone to talk to",
    ),
    Member(
        "team-manager",
        "Helen Marsh",
        "Samira’s manager. Sees the team’s people while on duty, 8:30am to 5pm.",
        NORTHMERE_FAMILY,
        "Team manager",
    ),
    Member(
        "governance-lead",
        "Priya Nair",
        "Answers for what was shared and seen.",
        NORTHMERE_GOVERNANCE,
        "Information governance lead",
    ),
    Member(
        "unrelated-worker",
        "Alan Stride",
        "Works somewhere else. Has nothing to do with Robyn.",
        WESTMARCH,
        "Swimming teacher",
    ),
)

BY_SLUG = {member.slug: member for member in CAST}
CIRCLE = ("school-lead", "school-nurse", "housing-officer", "youth-charity")
