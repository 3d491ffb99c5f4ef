"""The command `borough report`: compile the annual report, or verify a past one."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from borough.foundation.clock import now
from borough.kernel.periods import InvalidPeriod, Period, Step, parse_period, period_of
from borough.measures.public import refresh
from borough.reports.public import (
    FigureUnavailable,
    ReportRefused,
    compile_report,
    find_drift,
    read_past_report,
    write_report,
)


def _council_year(text: str) -> Period:
    try:
        year = parse_period(text)
    except InvalidPeriod as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if year != period_of(year.start, Step.YEAR):
        raise argparse.ArgumentTypeError(f"{text} is not a council year. Write one such as 2017-18.")
    return year


class Command(BaseCommand):
    """borough report annual --year 2017-18 --to out/, and borough report verify out/."""

    help = "Compile the annual report from the records, or recount a past report's figures."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        kinds = parser.add_subparsers(dest="kind", required=True)
        annual = kinds.add_parser("annual", help="compile the Digital Strategy annual report in three formats")
        annual.add_argument("--year", type=_council_year, required=True, help="a council year, such as 2017-18")
        annual.add_argument("--to", type=Path, required=True, help="the output folder")
        annual.add_argument("--template", type=Path, help="a template file; default: the shipped one")
        verify = kinds.add_parser("verify", help="recompute a past report; ends with 1 where anything has drifted")
        verify.add_argument("place", type=Path, help="the report's folder, or its figures.json")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the subcommand."""
        try:
            self._annual(**options) if options["kind"] == "annual" else self._verify(options["place"])
        except FigureUnavailable as error:
            raise CommandError(str(error)) from error

    def _annual(self, *, year: Period, to: Path, template: Path | None, **_: Any) -> None:
        at = now()
        self.stderr.write("Reading new records")
        refresh()
        self.stderr.write("Compiling the words")
        try:
            report = compile_report(year, at=at, text=template.read_text(encoding="utf-8") if template else None)
        except ReportRefused as refused:
            details = "\n".join(f"  {refusal}" for refusal in refused.refusals)
            raise CommandError(f"The report was not compiled. Its figures do not support this:\n{details}") from refused
        for left in report.left_out:
            self.stderr.write(f"Left out: {left}")
        for kind, path in write_report(report, to, by="command report", at=at, say=self.stderr.write).items():
            self.stdout.write(f"{kind}\t{path}")

    def _verify(self, place: Path) -> None:
        refresh()
        manifest, _ = read_past_report(place)
        drifts = list(find_drift(place))
        for drift in drifts:
            self.stdout.write(str(drift))
        number = len(manifest["figures"])
        if drifts:
            raise CommandError(
                f"{len(drifts)} differences from the report as it was, in {number} figures and its files."
            )
        self.stdout.write(f"All {number} figures of the {manifest['year']} report are as they were.")
