"""The catalogue of reports, discovered from the folders in `definitions`."""

import hashlib
from dataclasses import dataclass

from borough.reports.grammar.files import file_of
from borough.reports.types import FigureUnavailable

ANNUAL = "annual_report"


@dataclass(frozen=True)
class Template:
    """A report template and its SHA-256."""

    name: str
    text: str

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the text, to see whether a past report used the same template."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def template(name: str) -> Template:
    """Return a report's template. Raises FigureUnavailable if there is none."""
    path = file_of(name, "report.md")
    if not path.exists():
        raise FigureUnavailable(f"There is no report called “{name}”.")
    return Template(name, path.read_text(encoding="utf-8"))
