"""What the made-up circle of Robyn Hale has written so far. Every word is invented."""

from dataclasses import dataclass
from datetime import time

from alongside.journey.kinds import Alone, Decision, Kind, Meeting, Note, PhoneCall, Recorded, Visit
from alongside.sharing.rules import Audience


@dataclass(frozen=True, slots=True)
class Told:
    """One entry: who wrote it, how many days ago and at what hour it happened, what it says."""

    by: str
    days_ago: int
    at: time
    kind: Kind
    contents: Recorded
    audience: Audience = Audience.CIRCLE
    reason: str = ""


STORY: tuple[Told, ...] = (
    Told(
        "key-worker",
        24,
        time(16, 10),
        Kind.VISIT,
        Visit(
            why="To meet Robyn and hear how things are",
            where="At home, in the kitchen",
            seen="Robyn and her mum, Dawn",
            alone=Alone.YES,
            observed=(
                "Robyn showed me the window in her room. The lock is broken. "
                "She sleeps with the light on."
            ),
            words="I want to sleep in my own room and not be scared.",
            next="I ask Colin about the lock today. I come back on Thursday.",
        ),
    ),
    Told(
        "school-lead",
        20,
        time(10, 20),
        Kind.NOTE,
        Note(
            about="Tired and quiet in class",
            text="Robyn fell asleep in maths. She ate lunch with Jess and smiled.",
            words="It is cold in my room.",
            next="I look out for her each morning at the gate.",
        ),
    ),
    Told(
        "housing-officer",
        17,
        time(14, 5),
        Kind.CALL,
        PhoneCall(
            why="Window lock ordered",
            talked_to="Dawn Hale",
            said="The part is on its way. We fit it on a Friday, between 9am and 11am.",
            next="I ring Dawn the day before.",
        ),
    ),
    Told(
        "school-nurse",
        13,
        time(11, 30),
        Kind.VISIT,
        Visit(
            why="To talk about sleep",
            where="In the nurse’s room at school",
            seen="Robyn",
            alone=Alone.YES,
            observed="Robyn sleeps five to six hours. She chose to try the breathing exercise.",
            words="Breathing out longer helps a bit.",
            next="We talk again in two weeks.",
        ),
    ),
    Told(
        "key-worker",
        9,
        time(15, 30),
        Kind.MEETING,
        Meeting(
            why="Talk at school about what helps",
            where="Room 12, Larkfield School",
            came="Robyn, Dawn, Mr Owusu, Jo and Samira",
            talked_about="Sleep, mornings, and who Robyn can talk to.",
            agreed="Robyn can come in ten minutes later. Tyrone keeps a place for her at boxing.",
            words="I like it when you say what happens next.",
            next="Samira writes it down and sends it to everyone.",
        ),
    ),
    Told(
        "key-worker",
        8,
        time(9, 15),
        Kind.NOTE,
        Note(
            about="Who was seen near the house",
            text="Police told us that somebody who must not come close was seen in the street.",
            next="I ring the police again on Monday.",
        ),
        audience=Audience.WORKERS,
        reason="harm",
    ),
    Told(
        "youth-charity",
        4,
        time(18, 45),
        Kind.NOTE,
        Note(
            about="Boxing on Tuesday",
            text="Robyn came early and stayed to help clear up.",
            words="I forgot about everything for an hour.",
        ),
    ),
    Told(
        "key-worker",
        2,
        time(13),
        Kind.DECISION,
        Decision(
            decided="We go on with the plan for three more months",
            why="The lock is fixed and Robyn sleeps better. She wants us to stay a bit longer.",
            deciders="Robyn, Dawn and Samira",
            words="Stay until spring.",
            next="We look at it again together in February.",
        ),
    ),
)
