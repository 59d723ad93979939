"""Everything that ever leaves the house, word for word. Nothing is filled in, so nothing leaks.

A notice says that there is something to see after signing in, never what, about whom or from
whom. It may be read on a locked phone by anybody who stands beside its owner.
"""

from enum import StrEnum


class Notice(StrEnum):
    REVIEW_DUE = "review-due"
    REVIEW_LATE = "review-late"
    ANSWER_OWED = "answer-owed"
    ANSWER_LATE = "answer-late"
    CORRECTION_DUE = "correction-due"
    CORRECTION_LATE = "correction-late"
    INVITATION = "invitation"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Notice.REVIEW_DUE: "Something is waiting for you to look at it again.",
    Notice.REVIEW_LATE: "Something you promised to look at again is late.",
    Notice.ANSWER_OWED: "Somebody is waiting for an answer from you.",
    Notice.ANSWER_LATE: "Somebody has waited too long for an answer.",
    Notice.CORRECTION_DUE: "Somebody waits for an answer from you.",
    Notice.CORRECTION_LATE: "An answer that somebody was promised is late.",
    Notice.INVITATION: "You have an invitation. Sign in to answer it.",
}
