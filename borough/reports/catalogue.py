"""Every report there is, found by its folder in `definitions`."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from borough.reports import definitions
from borough.reports.types import FigureUnavailable

ANNUAL = "annual_report"


@dataclass(frozen=True)
class Template:
    """A report's words and their sha256."""

    name: str
    text: str

    @property
    def sha256(self) -> str:
        """Of the words, to see whether a past report was compiled from the same."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def template(name: str) -> Template:
    """A report's template; raises NotGiven where there is none."""
    path = Path(definitions.__path__[0]) / name / "report.md"
    if not path.exists():
        raise FigureUnavailable(f"There is no report called “{name}”.")
    return Template(name, path.read_text(encoding="utf-8"))
