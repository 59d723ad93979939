"""From one child of a census return to what stands on their timeline. Pure.

    told = story.tell(child, reference_date=returned.header.reference_date)
    told.items      one item per referral, assessment, plan, enquiry, conference, review, ending
    told.left_out   what has no date, and so no place on a timeline, with its line

An item's `key` stays the same from file to file while the thing it stands for is the same: it is
made of the module, the date on which it began, and a number among those that began the same day.
Its `digest` is of the codes and dates in the file, not of our words for them: better words are no
change in the council's record.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from alongside.exchange.cin import titles
from alongside.exchange.cin.codes import CodeList
from alongside.exchange.cin.facts import as_written, coded, dated, several
from alongside.exchange.cin.items import Item, Kind, LeftOut, Story
from alongside.exchange.cin.record import Child, Header
from alongside.exchange.cin.telling import Telling

__all__ = ["Item", "Kind", "LeftOut", "Story", "source", "tell"]


def tell(child: Child, *, reference_date: date) -> Story:
    """Everything a return says about one child, as items in the file's own order."""
    items: list[Item] = []
    left_out: list[LeftOut] = []
    for found in [part for episode in child.episodes for part in Telling(episode).parts()]:
        items.append(found) if isinstance(found, Item) else left_out.append(found)
    about = facts_about(child, items, reference_date)
    return Story(tuple(numbered([*about, *items])), tuple(left_out))


def source(header: Header, *, agency: str) -> str:
    """Where it came from, as the timeline shows it."""
    ends = header.census_year
    return f"Children in need census {ends - 1}-{ends % 100:02}, {agency}"


def numbered(items: Iterable[Item]) -> Iterator[Item]:
    """Give items that began alike their number, in the file's order."""
    seen: Counter[str] = Counter()
    for item in items:
        seen[item.key] += 1
        yield replace(item, key=f"{item.key}|{seen[item.key]}")


def facts_about(child: Child, items: list[Item], reference_date: date) -> Iterator[Item]:
    """What the council wrote down about the child, in one note, so that nothing is lost."""
    facts = (
        dated("PersonBirthDate", child.born, "Date of birth"),
        dated("ExpectedPersonBirthDate", child.expected, "Baby expected on"),
        dated("PersonDeathDate", child.died, "Date of death"),
        coded("Sex", child.sex, "Sex", CodeList.SEX),
        coded("Ethnicity", child.ethnicity, "Ethnic background", CodeList.ETHNICITY),
        several("Disability", child.disabilities, "Disability", CodeList.DISABILITY),
        as_written("UPN", child.upn, "Pupil number (UPN)"),
        as_written("FormerUPN", child.former_upn, "Pupil number before"),
        coded(
            "UPNunknown", child.upn_unknown, "Why there is no pupil number", CodeList.UPN_UNKNOWN
        ),
    )
    known = tuple(fact for fact in facts if fact is not None)
    years = [item.last_year for item in items]
    if known:
        yield Item(
            key=titles.ABOUT.path,
            kind=Kind.NOTE,
            title=titles.ABOUT,
            happened=reference_date,
            facts=known,
            line=child.line,
            last_year=max((year for year in years if year), default=None) if all(years) else None,
        )
