"""`alongside audit verify`: proves every chain and checkpoint, or names the first fault."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from alongside.audit.services import Fault, Report, verify


class Command(BaseCommand):
    help = "Prove that no access event was changed, taken out or slipped in."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        proof = verbs.add_parser("verify", help="prove every chain and checkpoint")
        proof.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        report = verify()
        self.stdout.write(report.as_json() if options["json"] else sentence(report))
        if not report.ok:
            raise CommandError("The access log is not whole.")


def sentence(report: Report) -> str:
    if report.fault:
        return f"{place(report.fault)}: {report.fault.why}"
    return (
        f"All {report.events} events in {report.chains} chains are as they were written, "
        f"and {report.checkpoints} checkpoints hold."
    )


def place(fault: Fault) -> str:
    parts = [f"Event {fault.seq} of chain {fault.chain}"] if fault.chain else []
    parts += [f"Checkpoint {fault.checkpoint}"] if fault.checkpoint else []
    return ", ".join(parts)
