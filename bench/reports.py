"""How long the annual report takes to compile in three formats, from a warm process.

    BOROUGH_HOME=... python bench/reports.py [--year 2017-18] [--times 5]

Needs a home with records, such as one filled by `borough demo`, and its PostgreSQL up: `borough shell` keeps it so.
"""

import argparse
import os
import resource
import statistics
import tempfile
import time
from functools import partial
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borough.config.settings")

started = time.perf_counter()
import django  # noqa: E402

django.setup()

from borough.config.environment import environment  # noqa: E402
from borough.config.local_postgres import LocalPostgres  # noqa: E402
from borough.foundation.clock import now  # noqa: E402
from borough.kernel.periods import parse_period  # noqa: E402
from borough.reports.layouts.page import page  # noqa: E402
from borough.reports.layouts.tagged_pdf import tagged_pdf  # noqa: E402
from borough.reports.layouts.word import word  # noqa: E402
from borough.reports.public import compile_report, write_report  # noqa: E402

loaded = time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--year", default="2017-18")
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    year, at = parse_period(arguments.year), now()
    with LocalPostgres(environment.home).running(), tempfile.TemporaryDirectory() as folder:
        rows: dict[str, list[float]] = {}

        def time_of(name, ask):
            start = time.perf_counter()
            figures = ask()
            rows.setdefault(name, []).append(1000 * (time.perf_counter() - start))
            return figures

        for _ in range(arguments.times):
            report = time_of("words and figures", lambda: compile_report(year, at=at))
            time_of("HTML", partial(page, report))
            time_of("PDF/UA-1", partial(tagged_pdf, report))
            time_of("Word", partial(word, report))
            time_of(
                "all, written and frozen",
                lambda: write_report(
                    compile_report(year, at=at),
                    Path(folder),
                    by="bench",
                    at=at,
                    say=lambda _: None,
                ),
            )
        print(f"Loading the programme: {1000 * loaded:.0f} ms\n")
        print("| step | first ms | median ms |\n|---|---|---|")
        for name, times in rows.items():
            print(f"| {name} | {times[0]:.0f} | {statistics.median(times):.0f} |")
        print(f"\nMost memory used: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB.")


if __name__ == "__main__":
    main()
