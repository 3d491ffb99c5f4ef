"""Subcommands of `borough gazetteer` for reviews, schedules and distances."""

import argparse
import csv
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from borough.foundation.clock import now, today
from borough.foundation.ops.progress import Progress
from borough.gazetteer.public import AreaKind, reviews
from borough.kernel.refusals import Refused
from borough.kernel.text import formula_safe

BY = "system:reviewer"
DISTANCES = (800, 1600, 3200)  # half a mile, one mile and two miles


def add_subcommands(subparsers: Any) -> None:
    """Declare the subcommands."""
    review_parser: argparse.ArgumentParser = subparsers.add_parser(
        "review", help="hold the gazetteer against a schedule of criteria and keep the outcome"
    )
    review_parser.add_argument("--schedule", type=Path, help="a schedule in TOML; default: the one in force today")
    review_parser.add_argument("--json", action="store_true", help="print the review as one line of JSON")
    schedule_parser = subparsers.add_parser("schedule", help="keep a schedule of criteria, and list those there are")
    schedule_parser.add_argument(
        "file", nargs="?", type=Path, help="a schedule in TOML; without one, list the schedules"
    )
    far = subparsers.add_parser("coverage", help="how far homes are from the nearest of some places, by ward or parish")
    far.add_argument("file", type=Path, help="one place per line: a UPRN, a postcode, or an easting and a northing")
    far.add_argument(
        "--by", choices=[kind.value for kind in AreaKind], default=AreaKind.WARD.value, help="the kind of area"
    )
    far.add_argument(
        "--within",
        type=int,
        nargs="+",
        default=list(DISTANCES),
        metavar="METRES",
        help="distances to count homes within",
    )
    far.add_argument("--to", type=Path, help="a CSV file for the rows")
    far.add_argument("--json", action="store_true", help="print one line of JSON for each area")


def review(out: OutputWrapper, options: dict[str, Any]) -> None:
    """Review the gazetteer and print the results."""
    try:
        path = options["schedule"]
        schedule = reviews.parse_schedule(path.read_text(encoding="utf-8")) if path else reviews.schedule_on(today())
    except (reviews.BadSchedule, OSError) as error:
        raise CommandError(str(error)) from error
    with Progress("records") as progress:
        done = reviews.review(
            by=BY, at=now(), today=today(), schedule=schedule, progress=lambda rows: progress(None, rows, "Checking")
        )
    if options["json"]:
        out.write(json.dumps(asdict(done) | {"created_at": done.created_at.isoformat()}))
        return
    for criterion in done.criteria:
        out.write(f"{reviews.level_name(criterion.level)}\t{criterion.display_value}\t{criterion.name}")
    example = " (an example: its thresholds are made up)" if done.example else ""
    out.write(f"{reviews.level_name(done.level)} by schedule {done.schedule}{example}.")


def schedule(out: OutputWrapper, options: dict[str, Any]) -> None:
    """Add a schedule if one is given, then list all."""
    try:
        if options["file"]:
            reviews.add_schedule(by=BY, at=now(), text=options["file"].read_text(encoding="utf-8"))
    except (Refused, OSError, UnicodeDecodeError) as error:
        raise CommandError(str(error)) from error
    for item in reviews.schedules():
        out.write(f"{item.version}\t{item.since} to {item.until}\t{item.title}")


def coverage(out: OutputWrapper, options: dict[str, Any]) -> None:
    """Print how far homes are from the nearest place, by area."""
    try:
        lines = options["file"].read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(str(error)) from error
    names = [line.strip() for line in lines if line.strip()]
    spots = {line: reviews.located(line) for line in names}
    if strange := [line for line, spot in spots.items() if spot is None]:
        raise CommandError(f"It is not known where these are: {'; '.join(strange)}. Nothing was counted.")
    try:
        kind, within = AreaKind(options["by"]), options["within"]
        rows = reviews.coverage([s for s in spots.values() if s], kind=kind, on=today(), limits=within)
    except ValueError as error:
        raise CommandError(str(error)) from error
    head = ["area", "homes", "median_metres", "nine_in_ten_metres", "furthest_metres", *(f"within_{m}" for m in within)]
    table = [head, *([r.area, *map(str, _facts(r))] for r in rows)]
    if options["to"]:
        with options["to"].open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([formula_safe(cell) for cell in row] for row in table)
    for row in rows if options["json"] else ():
        out.write(json.dumps(asdict(row)))
    for cells in table if not options["json"] else ():
        out.write("\t".join(cells))


def _facts(of: reviews.Reach) -> list[int]:
    return [of.homes, of.median, of.nine_in_ten, of.furthest, *of.within.values()]


SUBCOMMANDS = {"review": review, "schedule": schedule, "coverage": coverage}
