"""Which versions of an entry are open: a line of versions branches when two people change one."""

from collections.abc import Iterable

from alongside.journey.models import EntryVersion


def heads(versions: Iterable[EntryVersion]) -> list[EntryVersion]:
    """The versions that nothing was built on and nobody decided against. More than one: contested."""
    line = list(versions)
    passed = {version.based_on_id for version in line} | {version.settles_id for version in line}
    return [version for version in line if version.pk not in passed]
