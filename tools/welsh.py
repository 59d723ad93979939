"""Which sources a person may read, so that every text in them must be in Welsh.

A source is a template or a Python file. Whatever is not named here counts as read by a person: a
new page must be translated, or somebody must say here why not. The check (`python -m tools.texts
check`, and tests/languages) keeps both lists honest.
"""

from collections.abc import Iterable
from fnmatch import fnmatch

# Only workers read what these say, or whoever runs the house.
WORKERS_ONLY: dict[str, str] = {
    "alongside/ui/views.py": "the pieces of the look, for whoever draws a page",
    "alongside/home/templates/home/work*.html": "a worker's day",
    "alongside/home/templates/home/name.html": "changing a name on the record",
    "alongside/home/templates/home/invite.html": "a worker asks somebody to join",
    "alongside/home/views/name.py": "changing a name on the record",
    "alongside/home/name_forms.py": "the same",
    "alongside/home/naming.py": "the same",
    "alongside/home/circle_forms.py": "a worker asks somebody to join",
    "alongside/home/forms.py": "searching for people",
    "alongside/duty/*": "who answers for what, among workers",
    "alongside/sharing/templates/sharing/*exclusion*.html": "keeping somebody out",
}

# People read these, and their Welsh is not written yet. This list may only shrink.
NOT_YET: dict[str, str] = {}


def must_be_welsh(sources: Iterable[str]) -> bool:
    """Whether a text that stands in these sources is owed to people in Welsh now."""
    return any(not is_listed(source, WORKERS_ONLY | NOT_YET) for source in sources)


def is_listed(source: str, lists: Iterable[str]) -> bool:
    return any(fnmatch(source, pattern) for pattern in lists)
