"""The terms of the policy: who is tied how, who may see what, and what somebody may do."""

from enum import StrEnum


class Audience(StrEnum):
    """Who may see an item. Everyone in the circle is the default."""

    CIRCLE = "circle"
    WORKERS = "workers"
    NAMED = "named"
    AGENCY = "agency"
    KEY_WORKER = "key-worker"
    ONLY_ME = "only-me"


class Tie(StrEnum):
    """What ties a viewer to a person right now."""

    SELF = "self"
    FAMILY = "family"
    CIRCLE_WORKER = "circle-worker"
    TEAM_ON_DUTY = "team-on-duty"


class Reach(StrEnum):
    """How much of a journey family, carers and advocates may see, by a decision of two people."""

    NOTHING = "nothing"
    PLAN = "plan"
    SHARED = "shared"


class Topic(StrEnum):
    """What an item is a part of, for those who may see one part and not the other."""

    STORY = "story"
    PLAN = "plan"


class Action(StrEnum):
    """What somebody may do: the last four with one item, the rest with a journey."""

    SEE = "see"
    ADD = "add"
    TELL = "tell"
    CHANGE_CIRCLE = "change-circle"
    LEAVE = "leave"
    READ_LOG = "read-log"
    SET_EXCLUSION = "set-exclusion"
    NAME = "name"
    READ_ACCESS = "read-access"
    PROPOSE_ACCESS = "propose-access"
    CONFIRM_ACCESS = "confirm-access"
    FREEZE = "freeze"
    READ = "read"
    CORRECT = "correct"
    REVIEW = "review"
    PLAN = "plan"


class Condition(StrEnum):
    """What must hold besides the tie and the audience."""

    AUTHOR = "author"
    SAME_AGENCY = "same-agency"
    NAMED = "named"
    KEY_WORKER = "key-worker"
    SINCE_JOINED = "since-joined"
    REVIEW_DUE = "review-due"
    IN_REACH = "in-reach"
