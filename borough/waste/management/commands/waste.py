"""The command `borough waste`: import a list of rounds, and show the collections of a property."""

import argparse
import json
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from borough.foundation.clock import now, today
from borough.foundation.ops.progress import Progress
from borough.kernel.refusals import Refused
from borough.waste.public import collections_of, rounds, streams
from borough.waste.types import Loaded

BY = "command:waste"
AHEAD = timedelta(weeks=6)


class Command(BaseCommand):
    """borough waste rounds FILE [--from DATE] [--dry-run] [--json] | borough waste days UPRN."""

    requires_system_checks: list[str] = []
    help = "Import collection rounds, or print a property's collection days."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        subparsers = parser.add_subparsers(dest="word", required=True)
        bring = subparsers.add_parser("rounds", help="take in the whole list of rounds of each stream it names, as CSV")
        bring.add_argument("file", type=Path)
        bring.add_argument(
            "--from", dest="since", type=date.fromisoformat, help="the first day it applies; default: today"
        )
        bring.add_argument("--dry-run", action="store_true", help="report what would change; change nothing")
        bring.add_argument("--rejects", type=Path, help="the file for rejected rows")
        bring.add_argument("--json", action="store_true", help="print totals as one line of JSON")
        days = subparsers.add_parser("days", help="a property's collections in the next six weeks")
        days.add_argument("uprn", type=int)

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the subcommand."""
        if options["word"] == "days":
            self._days(options["uprn"])
            return
        try:
            done = self._load(options)
        except Refused as refused:
            raise CommandError(f"{refused}.") from refused
        if options["json"]:
            self.stdout.write(json.dumps(asdict(done)))
            return
        self.stdout.write(
            f"{done.read:,} rows read: {done.accepted:,} accepted, {done.repeated:,} repeated, "
            f"{done.rejected:,} rejected. "
            f"{done.rounds:,} rounds are new or changed; {done.begun:,} properties begin, {done.ended:,} end."
        )

    def _load(self, options: dict[str, Any]) -> Loaded:
        path: Path = options["file"]
        rejects = options["rejects"] or path.with_name(f"{path.name}.rejects.csv")
        with Progress("rows", path.name) as progress:
            return rounds.load_rounds(
                by=BY,
                at=now(),
                path=path,
                since=options["since"] or today(),
                rejects=rejects,
                dry_run=options["dry_run"],
                progress=lambda read: progress(None, read),
            )

    def _days(self, uprn: int) -> None:
        names = streams()
        for collection in collections_of(uprn, today(), today() + AHEAD):
            why = f" ({collection.why.value}, usually {collection.usual_on})" if collection.why else ""
            self.stdout.write(f"{collection.on or 'none'}\t{names[collection.stream].name}\t{collection.round}{why}")
