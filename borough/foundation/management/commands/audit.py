"""The command `borough audit`: verify the audit chain, and print its anchor for storing elsewhere."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from borough.foundation import audit
from borough.foundation.ops import anchors


class Command(BaseCommand):
    """borough audit verify [--anchor TEXT] [--anchors FILE] | borough audit anchor."""

    help = "Check the audit chain for any alteration, or print its anchor."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        subparsers = parser.add_subparsers(dest="word", required=True)
        subparsers.add_parser(
            "anchor", help="print the chain's end, to be kept where the database's owner cannot reach it"
        )
        verify = subparsers.add_parser("verify", help="check every entry, and anchors kept before")
        verify.add_argument("--anchor", action="append", default=[], help="an anchor printed earlier; may be repeated")
        verify.add_argument(
            "--anchors", action="append", default=[], type=Path, help="a file that contains anchors, such as an email"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the subcommand; faults end with exit code 1."""
        if options["word"] == "anchor":
            self.stdout.write(anchors.record_anchor())
            return
        expected = anchors.load()
        try:
            for text in [*options["anchor"], *(path.read_text() for path in options["anchors"])]:
                parsed = audit.parse_anchors(text)
                if not parsed:
                    raise CommandError("No anchor was found there. One looks like borough-anchor:12:9f86d0…")
                expected |= parsed
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read.") from error
        faults = list(audit.verify(expected))
        for fault in faults:
            self.stdout.write(f"Entry {fault.position}: {fault.what}.")
        if faults:
            raise CommandError(f"The audit chain has {len(faults)} fault{'s' * (len(faults) > 1)}.")
        self.stdout.write(
            f"The audit chain is whole, and agrees with {len(expected)} anchor{'s' * (len(expected) != 1)}."
        )
