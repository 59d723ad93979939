"""Small census returns, written out as XML."""

from datetime import date
from pathlib import Path

from alongside.exchange.cin import parse, story
from alongside.exchange.cin.record import CensusReturn, Child

SAMPLES = Path(__file__).parent.parent / "samples" / "cin"
OLDER = SAMPLES / "cin_census_332_children.xml"
NEWER = SAMPLES / "cin_census_2026_with_errors.xml"

REFERRED = "<CINreferralDate>2021-04-06</CINreferralDate>"
EPISODE = f"<CINdetails>{REFERRED}<ReferralSource>2A</ReferralSource></CINdetails>"


def identifiers(local_id: str = "LA1", more: str = "") -> str:
    return f"<ChildIdentifiers><LAchildID>{local_id}</LAchildID>{more}</ChildIdentifiers>"


def child(local_id: str = "LA1", body: str = EPISODE, *, who: str = "") -> str:
    return f"<Child>\n{identifiers(local_id, who)}\n{body}\n</Child>"


def header(
    *, as_at: str = "2022-03-31", year: str = "2022", made: str = "2022-05-01T10:00:00"
) -> str:
    return (
        f"<Header><CollectionDetails><Collection>CIN</Collection><Year>{year}</Year>"
        f"<ReferenceDate>{as_at}</ReferenceDate></CollectionDetails>"
        f"<Source><SourceLevel>L</SourceLevel><LEA>201</LEA><DateTime>{made}</DateTime></Source>"
        "</Header>"
    )


def message(*children: str, head: str | None = None) -> bytes:
    """A whole return; each child begins on a line of its own."""
    body = "\n".join(children)
    return f"<Message>{header() if head is None else head}<Children>\n{body}\n</Children></Message>".encode()


def read(*children: str, head: str | None = None) -> CensusReturn:
    return parse.read(message(*children, head=head))


def told(body: str, *, who: str = "", as_at: date = date(2022, 3, 31)) -> story.Story:
    """The story of one child with this body."""
    return story.tell(one(body, who=who), reference_date=as_at)


def one(body: str, *, who: str = "") -> Child:
    return read(child(body=body, who=who)).children[0]
