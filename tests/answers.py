"""Answers as bytes that can be compared: what is new in every answer becomes a mark of its length.

Only what says nothing is marked: CSRF tokens, operation ids of forms, the real time.
"""

import re
from collections.abc import Iterable

from django.http import HttpResponseBase, StreamingHttpResponse

PLACES = (
    re.compile(rb'(name="csrfmiddlewaretoken" value=")([^"]*)'),
    re.compile(rb'(name="operation" value=")([^"]*)'),
    re.compile(rb"(Set-Cookie: (?:csrftoken|sessionid)=)([^;]*)"),
    # The library that draws the sign-in pages asks the real clock.
    re.compile(rb"(Expires: )([^\n]*)"),
)


def marked(answer: bytes, places: Iterable[re.Pattern[bytes]] = PLACES) -> bytes:
    """The same bytes with every new token replaced by a mark as long as it was."""
    for place in places:
        answer = place.sub(lambda found: found.group(1) + b"#" * len(found.group(2)), answer)
    return answer


def as_bytes(answer: HttpResponseBase) -> bytes:
    """Status, headers (cookies too) in order of their names, and body."""
    headers = [f"{name}: {value}" for name, value in sorted(answer.items())]
    # A cookie runs out so many hours from now, and cookies know nothing of held time.
    cookies = [re.sub("expires=[^;]*; ", "", morsel.output()) for morsel in answer.cookies.values()]
    head = "\n".join([str(answer.status_code), *headers, *cookies])
    return marked(head.encode() + b"\n\n" + body(answer))


def body(answer: HttpResponseBase) -> bytes:
    if isinstance(answer, StreamingHttpResponse):
        return b"".join(answer)
    return bytes(getattr(answer, "content", b""))
