"""The command `borough payments`: check that the ledger balances, and export a day."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from borough.foundation.clock import now
from borough.kernel.atomic_files import atomic_write
from borough.payments.public import balances, day_file


class Command(BaseCommand):
    """borough payments balances | day 2026-11-23 --to FILE."""

    requires_system_checks: list[str] = []
    help = "Check that the payments ledger balances, or export a day as CSV."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        subparsers = parser.add_subparsers(dest="word", required=True)
        subparsers.add_parser("balances", help="what stands in each account; ends with an error when they do not agree")
        command = subparsers.add_parser("day", help="the ledger of a day as CSV")
        command.add_argument("day", type=date.fromisoformat, help="a date such as 2026-11-23")
        command.add_argument("--to", type=Path, required=True, help="the file to write")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the subcommand."""
        if options["word"] == "day":
            text = day_file(by="command:payments", at=now(), day=options["day"])
            try:
                atomic_write(options["to"], text, 0o600)
            except OSError as error:
                raise CommandError(f"{options['to']} cannot be written: {error.strerror}.") from error
            self.stdout.write(f"Wrote {options['to']}.")
            return
        result = balances()
        for name, pence in result.accounts.items():
            self.stdout.write(f"{name:<40} {pence / 100:>14,.2f}")
        for fault in result.faults:
            self.stderr.write(fault)
        if result.faults:
            sys.exit(1)
        self.stdout.write("The ledger balances, and agrees with the payments.")
