"""Progress of long work on standard error: a bar for a terminal, a line every two seconds for a log."""

import sys
import time

from rich import progress as bars
from rich.console import Console

QUIET = 2.0  # seconds between log lines


class Progress:
    """Progress for a block: `with Progress("rows", "log.csv") as progress: progress(0.4, 12_000)`."""

    def __init__(self, unit: str, phase: str = "") -> None:
        """Start the display. unit: what is counted. phase: the default description of the current step."""
        self.unit, self.phase = unit, phase
        self.bar = bars.Progress(
            bars.TextColumn("{task.description}"),
            bars.BarColumn(),
            bars.TextColumn("{task.fields[count]}"),
            bars.TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self.task = self.bar.add_task(phase, total=None, count="")
        self.last_report = time.monotonic()

    def __enter__(self) -> "Progress":
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def __call__(self, done: float | None, count: int, phase: str = "") -> None:
        """Report the share done, 0 to 1 or None if unknown, and the number of units."""
        self.phase = phase or self.phase
        counted = f"{count:,} {self.unit}"
        self.bar.update(
            self.task, description=self.phase, completed=done or 0.0, total=None if done is None else 1.0, count=counted
        )
        if self.bar.disable and time.monotonic() - self.last_report > QUIET:
            self.last_report = time.monotonic()
            share = "" if done is None else f"{done:.0%}, "
            sys.stderr.write(f"{self.phase}{': ' if self.phase else ''}{share}{counted}\n")
