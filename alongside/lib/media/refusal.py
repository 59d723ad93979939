"""Why a file is not taken, as a short code. Whoever called says it in a plain sentence."""

from enum import StrEnum

# Stands in the environment of a request whose body was so large that it was not even kept.
TOO_LARGE = "alongside.too_large"


class Reason(StrEnum):
    """What is wrong with a file."""

    TOO_BIG = "too-big"
    TOO_MANY_PIXELS = "too-many-pixels"
    TOO_LONG = "too-long"
    NOT_A_PICTURE = "not-a-picture"
    NOT_A_SOUND = "not-a-sound"
    BROKEN = "broken"  # it begins as one, and cannot be read to its end
    NOT_READABLE = "not-readable"  # reading it took too much time or memory, or broke the reader


class Refused(ValueError):
    """This file is not taken. Never says what it held."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
