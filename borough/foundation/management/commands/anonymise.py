"""The command `borough anonymise`: anonymise a copy of a live instance for testing."""

import argparse
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from borough.foundation import audit
from borough.foundation.clock import now
from borough.foundation.ops import anonymisation


class Command(BaseCommand):
    """borough anonymise --yes; only in an instance marked by hand as a copy."""

    help = "Anonymise a copy of a live database: replace personal fields and delete secrets."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--yes", action="store_true", help="do it; without this, report what would change")

    def handle(self, *_: Any, **options: Any) -> None:
        """Anonymise, or list what would be."""
        try:
            anonymisation.check_is_copy(settings.HOME)
        except anonymisation.ScrubRefused as error:
            raise CommandError(str(error)) from error
        if not options["yes"]:
            for plan in anonymisation.plans():
                what = "all rows dropped" if plan.dropped else ", ".join(sorted(plan.replaced))
                self.stdout.write(f"{plan.model._meta.label}: {what}")
            raise CommandError("Nothing is done yet. Add --yes to do it.")
        self.spoken = time.monotonic()
        counts = anonymisation.anonymise(self._show)
        audit.record(by="command:anonymise", at=now(), verb="home.anonymise", subject="home", detail=counts)
        self.stderr.write("Writing the tables anew...")
        anonymisation.vacuum_tables()
        self.stdout.write(f"Scrubbed: {sum(counts.values()):,} rows of {len(counts)} tables.")
        if left := [name for name in anonymisation.UNSCRUBBED if any((settings.HOME / name).glob("*"))]:
            self.stdout.write(f"Files are as they were in {', '.join(left)}: remove them before anyone gets this home.")

    def _show(self, table: str, rows: int) -> None:
        if sys.stderr.isatty() or time.monotonic() - self.spoken > 2:
            self.spoken = time.monotonic()
            self.stderr.write(f"{table}: {rows:,} rows")
