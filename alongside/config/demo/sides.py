"""How Robyn and those around her see it, over three weeks. Every number and word is invented."""

from datetime import time

from alongside.config.demo.story import Told
from alongside.journey.kinds import Kind
from alongside.journey.voices import Face, Question, Scale, Together, View, Viewpoint

HOME, SCHOOL, SAFE = Question.HOME, Question.SCHOOL_WORK, Question.SAFE
# The same day in three weeks. Kwame was away in the second one.
FIRST, SECOND, THIRD = 16, 9, 2
TOGETHER = 13


def robyn(days_ago: int, view: View) -> Told:
    return Told("young-person", days_ago, time(7, 40), Kind.VIEW, view)


def side(by: str, days_ago: int, at: time, *scales: Scale) -> Told:
    return Told(by, days_ago, at, Kind.VIEWPOINT, Viewpoint(scales=scales))


SIDES: tuple[Told, ...] = (
    robyn(
        FIRST,
        View(
            words="I hear every car at night. i cant switch off.",
            faces=(Face.SAD,),
            worries="That he finds out where we live",
            scales=(Scale(SAFE, 2, "The window does not lock.", "A new lock."),),
        ),
    ),
    side(
        "parent",
        FIRST,
        time(6, 30),
        Scale(SAFE, 7, "I check every door at night.", "The police ringing me back."),
        Scale(HOME, 6),
    ),
    side("key-worker", FIRST, time(8, 5), Scale(SAFE, 4, "The lock is still broken.")),
    side("school-lead", FIRST, time(8, 15), Scale(SAFE, 5), Scale(SCHOOL, 4, "She is tired.")),
    Told(
        "school-nurse",
        TOGETHER,
        time(11, 45),
        Kind.VIEW,
        View(
            words="At break. When Jess is there I forget about it.",
            good="Jess. Boxing. Biscuit my cat.",
            hopes="To sleep at Nan’s more",
            together=Together("Robyn and Jo", "When is it a bit better?"),
        ),
    ),
    robyn(
        SECOND,
        View(
            faces=(Face.SO_SO,),
            good="Colin rang before he came. Nobody ever does that",
            scales=(Scale(SAFE, 3), Scale(HOME, 4, "It is quiet when Mum is at work.")),
        ),
    ),
    side("parent", SECOND, time(6, 30), Scale(SAFE, 8), Scale(HOME, 8)),
    side("key-worker", SECOND, time(8, 5), Scale(SAFE, 4)),
    robyn(
        THIRD,
        View(
            words="I slept till the alarm two times this week",
            faces=(Face.GOOD, Face.SO_SO),
            hopes="That it stays like this",
            scales=(
                Scale(SAFE, 5, "The lock works now.", "Not being alone on Tuesdays."),
                Scale(SCHOOL, 6, "Mr Owusu waits at the gate."),
            ),
        ),
    ),
    side("parent", THIRD, time(6, 30), Scale(SAFE, 9, "Nobody came for weeks.")),
    side("school-lead", THIRD, time(8, 15), Scale(SAFE, 6), Scale(SCHOOL, 6)),
)
