"""Who may change which part of a plan, besides that they write it together."""

from alongside.plans.contents import Goal, Line
from alongside.sharing.services import Look


def may_change_goal(look: Look, goal: Goal) -> bool:
    """The person's own words are the person's to change; what others put in words, theirs too.

    Where somebody wrote the person's words down for them, that somebody may mend what they wrote.
    """
    return look.is_own or wrote(look, goal)


def may_end_goal(look: Look, goal: Goal) -> bool:
    return look.is_own or look.by.is_worker or wrote(look, goal)


def may_change_line(look: Look, line: Line) -> bool:
    return wrote(look, line)


def wrote(look: Look, part: Goal | Line) -> bool:
    """An account may also be here without its post: what it wrote at work stays at work."""
    hand = part.hand
    same_side = (hand.post is None) == (look.by.post_id is None)
    return hand.account is not None and hand.account == look.by.account and same_side
