"""The command `borough gazetteer`: import and export supplies, match, search and examine."""

import argparse
import csv
import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from borough.foundation.clock import now, today
from borough.foundation.ops.progress import Progress
from borough.gazetteer.management import change_feed, reviews
from borough.gazetteer.public import (
    AlreadyRunning,
    BadLayout,
    BadSupply,
    BadTable,
    Engine,
    ImportOptions,
    QueueContext,
    Totals,
    changes_since,
    examine,
    export_supply,
    faults,
    import_supply,
    load_layout,
    match_file,
    search,
    shipped_layouts,
    single_line,
    update_index,
)
from borough.gazetteer.types import HealthSummary, Reject
from borough.kernel.text import formula_safe


def _add_match(subparsers: Any) -> None:
    many = subparsers.add_parser("match", help="find the property of every address in a table: .csv, .xlsx or .parquet")
    many.add_argument("file", type=Path)
    many.add_argument(
        "--to", type=Path, help="the file to write; default: the input's name with .matched before its suffix"
    )
    many.add_argument(
        "--address",
        action="append",
        default=[],
        metavar="COLUMN",
        help="a column of the address; repeat for each part",
    )
    many.add_argument(
        "--postcode", default="", metavar="COLUMN", help="the column of the postcode if it is not in the address"
    )
    many.add_argument("--queue", action="store_true", help="queue rows that need review for staff, each once")
    many.add_argument(
        "--engine", choices=list(Engine), default=Engine.OURS, help="the matching engine; default: borough"
    )
    many.add_argument("--json", action="store_true", help="print totals as one line of JSON")


class Command(BaseCommand):
    """borough gazetteer import FILE... --layout NAME | export --layout NAME --to FILE | layouts."""

    requires_system_checks: list[str] = []
    help = "Import, export, search, match, check and review the gazetteer."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        subparsers = parser.add_subparsers(dest="word", required=True)
        bring = subparsers.add_parser("import", help="bring in a supply: CSV, .gz or .zip, one file or all its volumes")
        bring.add_argument("files", nargs="+", type=Path)
        bring.add_argument("--layout", required=True, help="the name of a layout, or the path of a .toml file")
        bring.add_argument("--dry-run", action="store_true", help="report what would change; change nothing")
        bring.add_argument("--rejects", type=Path, help="the file for rejected records")
        bring.add_argument("--json", action="store_true", help="print totals as one line of JSON")
        bring.add_argument("--extract", action="store_true", help="part of a supply, without header and trailer checks")
        bring.add_argument("--complete", action="store_true", help="withdraw records that this full supply lacks")
        bring.add_argument("--strict", action="store_true", help="import nothing if any record is rejected")
        bring.add_argument("--again", action="store_true", help="import a supply that was imported before")
        bring.add_argument("--encoding", help="encoding of the files if not the layout's, such as cp1252")
        give = subparsers.add_parser("export", help="give the gazetteer out as a supply, or as a list for people")
        give.add_argument("--layout", required=True, help="the name of a layout, or the path of a .toml file")
        give.add_argument("--to", required=True, type=Path, help="the file to write; .gz is compressed")
        which = give.add_mutually_exclusive_group()
        which.add_argument("--full", action="store_true", help="every record; the default")
        which.add_argument("--changes-since", help="only changes since: 2026-01-31, 2026-01-31T09:00, or change:12")
        give.add_argument("--json", action="store_true", help="print what was written as one line of JSON")
        subparsers.add_parser("layouts", help="list the layouts that come with Borough")
        seek = subparsers.add_parser("find", help="the addresses that a text may mean, the likeliest first")
        seek.add_argument("text", nargs="+")
        _add_match(subparsers)
        check = subparsers.add_parser("check", help="run every health check over the gazetteer and count what fails")
        check.add_argument("--to", type=Path, help="a CSV file for every failed record, with the check's message")
        check.add_argument("--json", action="store_true", help="print counts by check as one line of JSON")
        for others in (change_feed, reviews):
            others.add_subcommands(subparsers)
        subparsers.add_parser("index", help="bring this machine's index of addresses up to the gazetteer")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the subcommand."""
        if options["word"] == "find":
            for hit in search(" ".join(options["text"])).hits:
                self.stdout.write(f"{hit.uprn}\t{single_line(hit.line)}")
            return
        if handler := (change_feed.SUBCOMMANDS | reviews.SUBCOMMANDS).get(options["word"]):
            handler(self.stdout, options)
            return
        if options["word"] == "index":
            self.stdout.write(f"{update_index().lines:,} addresses can be found.")
            return
        try:
            own = {
                "export": self._export,
                "match": self._match,
                "check": self._check,
                "layouts": self._layouts,
            }.get(options["word"])
            if own:
                own(options)
                return
            totals = self._import(options)
        except (BadLayout, BadSupply, BadTable, AlreadyRunning, OSError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(totals)))
        else:
            self.stdout.write(
                f"{totals.read:,} records read: {totals.imported:,} imported, {totals.repeated:,} there already, "
                f"{totals.rejected:,} rejected."
            )

    def _layouts(self, _options: dict[str, Any]) -> None:
        self.stdout.write("\n".join(shipped_layouts()))

    def _check(self, options: dict[str, Any]) -> None:
        with Progress("records") as progress:
            done = examine(
                by="system:checker", at=now(), today=today(), progress=lambda rows: progress(None, rows, "Checking")
            )
        if options["to"]:
            _write_faults(done, options["to"])
        if options["json"]:
            counts = {str(number): count for number, _, count in done.checks}
            data = {"run": done.run, "records": done.records, "faults": done.faults, "checks": counts}
            self.stdout.write(json.dumps(data))
            return
        for number, sentence, count in done.checks:
            self.stdout.write(f"{number}\t{count:,}\t{sentence}")
        self.stdout.write(f"{done.records:,} records checked, {done.faults:,} faults.")

    def _match(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise BadTable(f"There is no file {path}.")
        to = options["to"] or path.with_name(f"{path.stem}.matched{path.suffix}")
        with Progress("records") as progress:
            done = match_file(
                path,
                to,
                address=options["address"],
                postcode=options["postcode"],
                progress=lambda rows: progress(None, rows, "Matching"),
                engine=Engine(options["engine"]),
                queued=QueueContext("system:matcher", now()) if options["queue"] else None,
            )
        if done.resumed_from:
            self.stderr.write(f"Went on after row {done.resumed_from:,}, where an earlier run stopped.")
        data = asdict(done)
        if not options["queue"]:
            data.pop("queued")
        if options["json"]:
            self.stdout.write(json.dumps(data))
            return
        self.stdout.write(
            f"{done.rows:,} rows: {done.accept:,} accepted, {done.review:,} for review, "
            f"{done.no_match:,} not found. Written to {to}."
        )
        if options["queue"]:
            self.stdout.write(f"{done.queued:,} were put before staff, under Addresses in the front office.")

    def _export(self, options: dict[str, Any]) -> None:
        layout = load_layout(options["layout"], (settings.HOME / "layouts",))
        since = _since(options["changes_since"]) if options["changes_since"] else None
        with Progress("records") as progress:
            result = export_supply(
                by="system:exporter",
                at=now(),
                layout=layout,
                to=options["to"],
                since=since,
                progress=lambda phase, done, records: progress(done, records, phase),
            )
        if options["json"]:
            self.stdout.write(json.dumps(asdict(result)))
        else:
            self.stdout.write(
                f"{result.records:,} records written to {options['to']}. What changes after this: "
                f"--changes-since change:{result.change}"
            )

    def _import(self, options: dict[str, Any]) -> Totals:
        layout = load_layout(options["layout"], (settings.HOME / "layouts",), encoding=options["encoding"])
        name = options["files"][0].name
        rejects = options["rejects"] or settings.HOME / "imports" / f"{layout.name}-{name}.rejects.csv"
        wanted = ImportOptions(
            **{word: options[word] for word in ("extract", "complete", "strict", "again", "dry_run")}
        )
        with Progress("records") as progress:
            done = import_supply(
                by="system:importer",
                at=now(),
                paths=options["files"],
                layout=layout,
                rejects=rejects,
                options=wanted,
                progress=lambda phase, done, records: progress(done, records, phase),
            )
        if done.imported_before:
            self.stderr.write("This supply was taken before, so nothing was done. Add --again to take it once more.")
        if done.resumed_from:
            self.stderr.write(f"Went on after record {done.resumed_from:,}, where an earlier run stopped.")
        for reject in done.first_rejects:
            self._show(reject)
        if done.rejects_file:
            self.stderr.write(f"All {done.totals.rejected:,} rejected records are in {done.rejects_file}.")
        return done.totals

    def _show(self, reject: Reject) -> None:
        where = f"record {reject.row:,} of {reject.file}" + (f", {reject.record}" if reject.record else "")
        what = (f", {reject.column}" if reject.column else "") + (f" “{reject.value}”" if reject.value else "")
        self.stderr.write(f"Not taken: {where}{what}: {reject.reason}.".encode("utf-8", "backslashreplace").decode())


def _write_faults(of: HealthSummary, to: Path) -> None:
    """Write every failing record, safe to open in a spreadsheet."""
    with to.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["check", "sentence", "record", "key", "uprn", "usrn"])
        for number, _, _ in of.checks:
            after = 0
            while batch := faults(of.run, number, after, 5_000):
                after = batch[-1].id
                cells = (
                    [fault.check, fault.sentence, fault.record, fault.key, fault.uprn, fault.usrn] for fault in batch
                )
                writer.writerows([formula_safe(str("" if cell is None else cell)) for cell in row] for row in cells)


def _since(text: str) -> int:
    """Return the change number for a day, a time in council time, or a change's number."""
    if text.startswith("change:") and text[7:].isdecimal():
        return int(text[7:])
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"“{text}” is no moment. Write 2026-01-31, 2026-01-31T09:00, or change:12 as an export printed it."
        ) from error
    return changes_since(moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE)))
