"""The command `borough contacts`: import other systems' logs, and list the available layouts."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from borough.contacts.public import (
    AlreadyRunning,
    BadFile,
    BadLayout,
    Totals,
    dry_run_import,
    import_log,
    load_layout,
    shipped_layouts,
)
from borough.contacts.types import Reject
from borough.foundation.clock import now
from borough.foundation.ops.progress import Progress


class Command(BaseCommand):
    """borough contacts import FILE --layout NAME [--dry-run] [--json] | borough contacts layouts."""

    requires_system_checks: list[str] = []
    help = "Import another system's contact log into the ledger, or list the layouts."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        subparsers = parser.add_subparsers(dest="word", required=True)
        bring = subparsers.add_parser("import", help="import a log: CSV, CSV.gz or a workbook")
        bring.add_argument("file", type=Path)
        bring.add_argument("--layout", required=True, help="the name of a layout, or the path of a .toml file")
        bring.add_argument("--dry-run", action="store_true", help="report what would change; change nothing")
        bring.add_argument("--rejects", type=Path, help="the file for rejected rows")
        bring.add_argument("--json", action="store_true", help="print totals as one line of JSON")
        subparsers.add_parser("layouts", help="list the layouts that come with Borough")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the subcommand."""
        if options["word"] == "layouts":
            self.stdout.write("\n".join(shipped_layouts()))
            return
        try:
            totals = self._import(options)
        except (BadLayout, BadFile, AlreadyRunning, OSError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(totals)))
        else:
            self.stdout.write(
                f"{totals.read:,} rows read: {totals.imported:,} imported, {totals.repeated:,} there already, "
                f"{totals.rejected:,} rejected."
            )

    def _import(self, options: dict[str, Any]) -> Totals:
        path: Path = options["file"]
        if not path.is_file():
            raise BadFile(f"There is no file {path}.")
        layout = load_layout(options["layout"], (settings.HOME / "layouts",))
        with Progress("rows", path.name) as bar:

            def progress(done: float, totals: Totals) -> None:
                bar(done, totals.read)

            if options["dry_run"]:
                return dry_run_import(at=now(), path=path, layout=layout, show=self._show, progress=progress)
            rejects = options["rejects"] or settings.HOME / "imports" / f"{layout.name}-{path.name}.rejects.csv"
            done = import_log(
                by="system:importer", at=now(), path=path, layout=layout, rejects=rejects, progress=progress
            )
        if done.resumed_from:
            self.stderr.write(f"Went on from row {done.resumed_from + 1:,}, where an earlier run stopped.")
        for reject in done.first_rejects:
            self._show(reject)
        if done.rejects_file:
            self.stderr.write(f"Rejected rows are in {done.rejects_file}. Mend them there and import that file.")
        if done.queued:
            self.stderr.write(f"{done.queued:,} addresses were put before staff, under Addresses in the front office.")
        return done.totals

    def _show(self, reject: Reject) -> None:
        where = f"row {reject.row}" + (f", {reject.column}" if reject.column else "")
        value = f" “{reject.value}”" if reject.value else ""
        self.stderr.write(f"Not taken: {where}{value}: {reject.reason}.".encode("utf-8", "backslashreplace").decode())
