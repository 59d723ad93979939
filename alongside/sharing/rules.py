"""The one policy: a pure table of who may do what, and why.

Nothing here touches a database. `queries.visible` derives its rows from the same
table, and a property test proves that the two agree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext_noop as _

from alongside.sharing.terms import Action, Audience, Condition, Reach, Tie, Topic

# The terms of the table are read from here, with the table.
__all__ = [
    "EXCLUDED",
    "NOT_FOR_YOU",
    "NO_STANDING",
    "RULES",
    "Action",
    "Audience",
    "Condition",
    "Decision",
    "Item",
    "Reach",
    "Rule",
    "Standing",
    "Tie",
    "Topic",
    "applies",
    "decide",
    "holds",
    "reaches",
]


@dataclass(frozen=True, slots=True)
class Standing:
    """What ties one viewer to one person, loaded from the database at the moment of the look."""

    account: UUID | None = None
    agency: UUID | None = None
    ties: frozenset[Tie] = frozenset()
    excluded: bool = False
    key_worker: bool = False
    history_from: datetime | None = None
    reach: Reach = Reach.NOTHING


class Item(Protocol):
    """What the table needs to know of an item; every RecordItem has it."""

    @property
    def author(self) -> UUID | None: ...
    @property
    def agency(self) -> UUID | None: ...
    @property
    def audience(self) -> str: ...
    @property
    def happened_at(self) -> datetime: ...
    @property
    def topic(self) -> Topic: ...
    @property
    def review_is_due(self) -> bool:
        """Whether the day that was named for looking again has come."""

    def names(self, account: UUID) -> bool:
        """Whether this account is one of the named readers."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table. An empty set of audiences: a rule about the journey, not an item."""

    name: str
    actions: frozenset[Action]
    ties: frozenset[Tie]
    because: str
    audiences: frozenset[Audience] = frozenset()
    conditions: frozenset[Condition] = frozenset()


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, the rule that gave it, and a sentence that a person can read."""

    allow: bool
    rule: str
    because: str


EVERYBODY = frozenset(Tie)
WORKERS = frozenset({Tie.CIRCLE_WORKER, Tie.TEAM_ON_DUTY})
EVERY_AUDIENCE = frozenset(Audience)
ABOUT_ITEMS = frozenset({Action.READ, Action.CORRECT, Action.REVIEW})


def rule(
    name: str,
    actions: Iterable[Action],
    ties: Iterable[Tie],
    because: str,
    *,
    audiences: Iterable[Audience] = (),
    conditions: Iterable[Condition] = (),
) -> Rule:
    return Rule(
        name=name,
        actions=frozenset(actions),
        ties=frozenset(ties),
        because=because,
        audiences=frozenset(audiences),
        conditions=frozenset(conditions),
    )


RULES: tuple[Rule, ...] = (
    # The journey as a whole
    rule("self-sees", [Action.SEE], [Tie.SELF], _("This is your own record.")),
    rule("family-sees", [Action.SEE], [Tie.FAMILY], _("You are in this person’s circle.")),
    rule("circle-sees", [Action.SEE], [Tie.CIRCLE_WORKER], _("You work with this person.")),
    rule(
        "team-sees",
        [Action.SEE],
        [Tie.TEAM_ON_DUTY],
        _("Your team holds this journey and you are on duty now."),
    ),
    rule("workers-add", [Action.ADD], WORKERS, _("You work with this person, so you can record.")),
    rule("self-tells", [Action.TELL], [Tie.SELF], _("These are your own words.")),
    rule(
        "family-tells",
        [Action.TELL],
        [Tie.FAMILY],
        _("You are in this person’s circle, so you can say how you see it."),
    ),
    rule(
        "workers-tell",
        [Action.TELL],
        WORKERS,
        _("You work with this person, so you can say how you see it."),
    ),
    rule(
        "key-worker-changes-circle",
        [Action.CHANGE_CIRCLE, Action.SET_EXCLUSION],
        [Tie.CIRCLE_WORKER],
        _("You are the key worker, so you look after the circle."),
        conditions=[Condition.KEY_WORKER],
    ),
    rule(
        "team-changes-circle",
        [Action.CHANGE_CIRCLE, Action.SET_EXCLUSION],
        [Tie.TEAM_ON_DUTY],
        _("Your team holds this journey and you are on duty now."),
    ),
    rule(
        "self-decides-access",
        [Action.READ_ACCESS, Action.PROPOSE_ACCESS, Action.CONFIRM_ACCESS],
        [Tie.SELF],
        _("It is your record, so you have a say in who sees it."),
    ),
    rule(
        "workers-confirm-access",
        [Action.READ_ACCESS, Action.CONFIRM_ACCESS, Action.FREEZE],
        WORKERS,
        _("You work with this person, so you help to decide what family can see."),
    ),
    rule(
        "key-worker-proposes-access",
        [Action.PROPOSE_ACCESS],
        [Tie.CIRCLE_WORKER],
        _("You are the key worker, so you look after the circle."),
        conditions=[Condition.KEY_WORKER],
    ),
    rule(
        "team-proposes-access",
        [Action.PROPOSE_ACCESS],
        [Tie.TEAM_ON_DUTY],
        _("Your team holds this journey and you are on duty now."),
    ),
    rule(
        "workers-name",
        [Action.NAME],
        WORKERS,
        _("You work with this person, so you can add their name."),
    ),
    rule(
        "members-leave",
        [Action.LEAVE],
        [Tie.FAMILY, Tie.CIRCLE_WORKER],
        _("You can always leave a circle that you are in."),
    ),
    rule("self-reads-log", [Action.READ_LOG], [Tie.SELF], _("You can always see who has looked.")),
    # One item
    rule(
        "author",
        ABOUT_ITEMS,
        EVERYBODY,
        _("You wrote this."),
        audiences=EVERY_AUDIENCE,
        conditions=[Condition.AUTHOR],
    ),
    rule(
        "self-reads",
        [Action.READ],
        [Tie.SELF],
        _("It is your own record, and everyone in the circle can see this."),
        audiences=[Audience.CIRCLE],
    ),
    rule(
        "family-reads",
        [Action.READ],
        [Tie.FAMILY],
        _("Everyone in the circle can see this."),
        audiences=[Audience.CIRCLE],
        conditions=[Condition.SINCE_JOINED, Condition.IN_REACH],
    ),
    rule(
        "circle-reads",
        [Action.READ],
        [Tie.CIRCLE_WORKER],
        _("You work with this person, and workers of the circle can see this."),
        audiences=[Audience.CIRCLE, Audience.WORKERS],
        conditions=[Condition.SINCE_JOINED],
    ),
    rule(
        "team-reads",
        [Action.READ],
        [Tie.TEAM_ON_DUTY],
        _("Your team holds this journey and you are on duty now."),
        audiences=[Audience.CIRCLE, Audience.WORKERS],
    ),
    rule(
        "named-reads",
        [Action.READ],
        EVERYBODY - {Tie.FAMILY},
        _("The author named you as a reader."),
        audiences=[Audience.NAMED],
        conditions=[Condition.NAMED],
    ),
    # One author alone lets nobody in: see ADR 9.
    rule(
        "named-family-reads",
        [Action.READ],
        [Tie.FAMILY],
        _("The author named you as a reader."),
        audiences=[Audience.NAMED],
        conditions=[Condition.NAMED, Condition.IN_REACH],
    ),
    rule(
        "agency-circle",
        ABOUT_ITEMS,
        [Tie.CIRCLE_WORKER],
        _("Your agency wrote this, and you work with this person."),
        audiences=[Audience.AGENCY],
        conditions=[Condition.SAME_AGENCY, Condition.SINCE_JOINED],
    ),
    rule(
        "agency-team",
        ABOUT_ITEMS,
        [Tie.TEAM_ON_DUTY],
        _("Your agency wrote this, and your team holds this journey."),
        audiences=[Audience.AGENCY],
        conditions=[Condition.SAME_AGENCY],
    ),
    rule(
        "agency-circle-corrects",
        [Action.CORRECT, Action.REVIEW],
        [Tie.CIRCLE_WORKER],
        _("Your agency wrote this, and you work with this person."),
        audiences=[Audience.CIRCLE, Audience.WORKERS],
        conditions=[Condition.SAME_AGENCY, Condition.SINCE_JOINED],
    ),
    rule(
        "agency-team-corrects",
        [Action.CORRECT, Action.REVIEW],
        [Tie.TEAM_ON_DUTY],
        _("Your agency wrote this, and your team holds this journey."),
        audiences=[Audience.CIRCLE, Audience.WORKERS],
        conditions=[Condition.SAME_AGENCY],
    ),
    # Whoever named the readers may have left. Then their agency answers for it: see ADR 4.
    rule(
        "review-due-circle",
        [Action.READ, Action.REVIEW],
        [Tie.CIRCLE_WORKER],
        _("It is time to look again at what your agency wrote, and you work with this person."),
        audiences=[Audience.NAMED],
        conditions=[Condition.SAME_AGENCY, Condition.SINCE_JOINED, Condition.REVIEW_DUE],
    ),
    rule(
        "review-due-team",
        [Action.READ, Action.REVIEW],
        [Tie.TEAM_ON_DUTY],
        _("It is time to look again at what your agency wrote, and your team holds this journey."),
        audiences=[Audience.NAMED],
        conditions=[Condition.SAME_AGENCY, Condition.REVIEW_DUE],
    ),
    rule(
        "key-worker-reads",
        [Action.READ],
        [Tie.CIRCLE_WORKER],
        _("You are the key worker, and this was meant for you."),
        audiences=[Audience.KEY_WORKER],
        conditions=[Condition.KEY_WORKER],
    ),
    # The plan is written by everybody who reads it.
    rule(
        "self-plans",
        [Action.PLAN],
        [Tie.SELF],
        _("It is your plan."),
        audiences=[Audience.CIRCLE],
    ),
    rule(
        "family-plans",
        [Action.PLAN],
        [Tie.FAMILY],
        _("You are in this person’s circle, so you write the plan together."),
        audiences=[Audience.CIRCLE],
        conditions=[Condition.SINCE_JOINED, Condition.IN_REACH],
    ),
    rule(
        "circle-plans",
        [Action.PLAN],
        [Tie.CIRCLE_WORKER],
        _("You work with this person, so you write the plan together."),
        audiences=[Audience.CIRCLE],
        conditions=[Condition.SINCE_JOINED],
    ),
    rule(
        "team-plans",
        [Action.PLAN],
        [Tie.TEAM_ON_DUTY],
        _("Your team holds this journey and you are on duty now."),
        audiences=[Audience.CIRCLE],
    ),
)

EXCLUDED = Decision(allow=False, rule="excluded", because="Somebody who must not look was named.")
NO_STANDING = Decision(
    allow=False, rule="no-standing", because="Nothing ties you to this person right now."
)
NOT_FOR_YOU = Decision(allow=False, rule="not-for-you", because="This is for other people.")


def decide(standing: Standing, item: Item | None, action: Action) -> Decision:
    """Whether this viewer may do this with this item, or (no item) with the journey as a whole.

    Default deny. An exclusion beats every grant. `standing` holds only what is true at the
    moment of the look.
    """
    if standing.excluded:
        return EXCLUDED
    if not standing.ties:
        return NO_STANDING
    for row in RULES:
        if action in row.actions and row.ties & standing.ties and applies(row, standing, item):
            return Decision(allow=True, rule=row.name, because=row.because)
    return NOT_FOR_YOU


def applies(row: Rule, standing: Standing, item: Item | None) -> bool:
    if item is None:
        return not row.audiences and (
            Condition.KEY_WORKER not in row.conditions or standing.key_worker
        )
    return item.audience in row.audiences and all(
        holds(condition, standing, item) for condition in row.conditions
    )


def holds(condition: Condition, standing: Standing, item: Item) -> bool:
    match condition:
        case Condition.AUTHOR:
            # An account may also be here without its post: what it wrote at work stays at work.
            same_side = (item.agency is None) == (standing.agency is None)
            return item.author is not None and item.author == standing.account and same_side
        case Condition.SAME_AGENCY:
            return item.agency is not None and item.agency == standing.agency
        case Condition.NAMED:
            return standing.account is not None and item.names(standing.account)
        case Condition.KEY_WORKER:
            return standing.key_worker
        case Condition.SINCE_JOINED:
            return standing.history_from is None or item.happened_at >= standing.history_from
        case Condition.REVIEW_DUE:
            return item.review_is_due
        case Condition.IN_REACH:
            return reaches(standing.reach, item.topic)


def reaches(reach: Reach, topic: Topic) -> bool:
    """Whether somebody who may see this much may see an item of this topic."""
    return reach is Reach.SHARED or (reach is Reach.PLAN and topic is Topic.PLAN)
