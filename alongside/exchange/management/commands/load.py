"""`alongside load cin FILE --agency SLUG --team NAME`: brings in what another database holds."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from alongside.accounts.viewer import system
from alongside.agencies import queries as agencies
from alongside.agencies.models import Agency, Team
from alongside.exchange.cin.load import load_cin
from alongside.exchange.cin.loading import Overtaken
from alongside.exchange.cin.record import RefusedFile
from alongside.exchange.cin.report import Report


class Command(BaseCommand):
    help = "Bring in what another database holds about people and their journeys."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="what", required=True)
        cin = verbs.add_parser("cin", help="a children in need (CIN) census return")
        cin.add_argument("file", type=Path, metavar="FILE", help="the return, as XML")
        cin.add_argument("--agency", required=True, metavar="SLUG", help="the council that sent it")
        cin.add_argument("--team", required=True, metavar="NAME", help="its team that holds them")
        cin.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        agency = the_agency(options["agency"])
        team = the_team(agency, options["team"])
        try:
            report = load(options["file"], agency, team, quiet=options["json"])
        except OSError as fault:
            raise CommandError(f"{options['file']} cannot be read: {fault.strerror}.") from fault
        except (RefusedFile, Overtaken) as refusal:
            if options["json"]:
                self.stdout.write(json.dumps({"refused_whole": str(refusal)}))
            raise CommandError(f"{options['file']} was not loaded. {refusal}") from refusal
        told = json.dumps(report.as_object()) if options["json"] else "\n".join(report.lines())
        self.stdout.write(told)


def load(file: Path, agency: Agency, team: Team, *, quiet: bool) -> Report:
    """With a progress bar on standard error, unless a program is listening."""
    with ExitStack() as open_bars:
        bars: list[tqdm] = []

        def progress(done: int, total: int) -> None:
            if not bars:  # no bar for a file that is refused
                bar = tqdm(desc="Loading", unit=" children", total=total, disable=quiet)
                bars.append(open_bars.enter_context(bar))
            bars[0].update(done - bars[0].n)

        return load_cin(by=system(), agency=agency, team=team, file=file, progress=progress)


def the_agency(slug: str) -> Agency:
    agency = agencies.by_slug(slug)
    if agency is None:
        raise CommandError(f"There is no agency with the slug “{slug}”.")
    return agency


def the_team(agency: Agency, name: str) -> Team:
    team = Team.objects.filter(agency=agency, name=name).first()
    if team is None:
        names = ", ".join(agency.teams.order_by("name").values_list("name", flat=True))
        raise CommandError(f"{agency.name} has no team “{name}”. It has: {names or 'none'}.")
    return team
