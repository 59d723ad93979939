"""Ids that exist before a row does: UUIDv7 (RFC 9562) from our clock and our chance."""

from uuid import UUID

from alongside.lib import chance, clock

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62
_RAND_A = 0xFFF << 64
_RAND_B = (1 << 62) - 1


def new() -> UUID:
    """A new id: 48 bits of milliseconds, then 74 bits that nobody can guess."""
    milliseconds = int(clock.now().timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    random = int.from_bytes(chance.octets(10))
    random = (random & _RAND_A) | (random & _RAND_B)
    return UUID(int=milliseconds << 80 | _VERSION_7 | _VARIANT | random)


def parse(text: str) -> UUID | None:
    """The id written in its one canonical form, or None for anything else."""
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None
