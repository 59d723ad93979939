"""Loads a children in need census return of one agency: people, who holds them, and entries.

    report = load_cin(by=system(), agency=council, team=family_help, file=Path("cin.xml"))

The file is read and checked as a whole before anything is written, then written child by child
in batches, each all or nothing. If a load is stopped, running it again goes on where it was.
"""

from collections import Counter
from collections.abc import Callable
from itertools import batched
from time import perf_counter

from django.db import transaction

from alongside.accounts.viewer import Viewer
from alongside.agencies.models import Agency, Team
from alongside.exchange.cin import gone, parse, story, who
from alongside.exchange.cin.batch import load_batch
from alongside.exchange.cin.loading import Loading
from alongside.exchange.cin.record import CensusReturn, Header, RefusedFile
from alongside.exchange.cin.report import Report
from alongside.exchange.cin.shape import shown
from alongside.exchange.models import Load
from alongside.lib import clock
from alongside.sharing import services as sharing

IN_ONE_GO = 50

type Progress = Callable[[int, int], None]


class WrongTeam(ValueError):
    """The team that was to hold the journeys is not one of the agency that sent the file."""


def load_cin(
    *,
    by: Viewer,
    agency: Agency,
    team: Team,
    file: parse.Source,
    progress: Progress = lambda done, total: None,
) -> Report:
    """Load a whole return. `progress` hears how many children are done, and of how many.

    Raises RefusedFile (nothing is written), WrongTeam, Overtaken when another load of the agency
    begins meanwhile, and Refused unless `by` is the system.
    """
    began = perf_counter()
    if team.agency_id != agency.pk:
        raise WrongTeam("The team is not one of this agency.")
    returned = parse.read(file)
    loading = begin(by, agency, team, returned)
    done = 0
    for children in batched(returned.children, IN_ONE_GO, strict=False):
        load_batch(loading, children)
        done += len(children)
        progress(done, len(returned.children))
    gone.mark_absent(loading, returned.refused)
    finish(loading)
    loading.report.seconds = perf_counter() - began
    return loading.report


def begin(by: Viewer, agency: Agency, team: Team, returned: CensusReturn) -> Loading:
    header = returned.header
    load = started(by, agency, header)
    report = Report(
        agency=agency.name,
        team=team.name,
        source=story.source(header, agency=agency.name),
        as_at=header.reference_date,
        refused=list(returned.refused),
        not_read=list(returned.not_read),
    )
    return Loading(
        by=by,
        agency=agency,
        team=team,
        header=header,
        load=load,
        report=report,
        shared_upns=shared_upns(returned),
    )


@transaction.atomic
def started(by: Viewer, agency: Agency, header: Header) -> Load:
    """The row of a load that may begin. Raises RefusedFile for an older or another council's file."""
    sharing.imported(by=by, events=[])  # Refused here, before anything is written
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    last = Load.objects.filter(agency=agency).order_by("-number").first()
    if last is not None and is_older(header, last):
        raise RefusedFile(
            f"This return is as at {header.reference_date:%-d %B %Y}; a newer one, as at "
            f"{last.as_at:%-d %B %Y}, was loaded before, so nothing was changed."
        )
    authority = shown(header.authority)[:10]
    if last is not None and last.authority != authority:
        # Another council's file holds none of these children: all of theirs would be marked gone.
        raise RefusedFile(
            f"This return is of local authority “{authority}”, and the last one that was loaded "
            f"for {agency.name} was of “{last.authority}”, so nothing was changed."
        )
    return Load.objects.create(
        agency=agency,
        number=1 if last is None else last.number + 1,
        by_id=by.account,
        authority=authority,
        as_at=header.reference_date,
        made_at=header.made_at,
    )


def is_older(header: Header, last: Load) -> bool:
    """By the day it speaks of; for the same day, by when it was made, if both files say so."""
    if header.reference_date != last.as_at or header.made_at is None or last.made_at is None:
        return header.reference_date < last.as_at
    return header.made_at < last.made_at


def finish(loading: Loading) -> None:
    loading.load.finished_at = clock.now()
    loading.load.save(update_fields=["finished_at"])


def shared_upns(returned: CensusReturn) -> frozenset[str]:
    spelled = Counter(who.spelled_upn(child.upn) for child in returned.children if child.upn)
    return frozenset(upn for upn, times in spelled.items() if upn is not None and times > 1)
