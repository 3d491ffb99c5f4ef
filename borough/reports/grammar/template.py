"""Template parser: headings, numbered paragraphs, lettered items, tables, charts and notes."""

from collections.abc import Iterator
from dataclasses import dataclass

from borough.reports.types import BadReference


@dataclass(frozen=True)
class TemplateLine:
    """A template element: kind, text and first line.

    kinds: heading, subheading, paragraph, item, table, chart, fixed, missing.
    """

    kind: str
    text: str
    at: int


_MARKS = {
    "## ": "subheading",
    "# ": "heading",
    "- ": "item",
    "!table ": "table",
    "!chart ": "chart",
    "!fixed ": "fixed",
    "!missing ": "missing",
}


def read(text: str) -> Iterator[TemplateLine]:
    """Yield the elements of a template. A paragraph ends at an empty line; // starts a comment."""
    waiting: list[str] = []
    start = 0
    for at, line in enumerate([*text.splitlines(), ""], 1):
        mark = next((m for m in _MARKS if line.startswith(m)), None)
        if waiting and (mark or not line.strip() or line.startswith("//")):
            yield TemplateLine("paragraph", " ".join(waiting), start)
            waiting = []
        if line.startswith("//") or not line.strip():
            continue
        if mark:
            yield TemplateLine(_MARKS[mark], line[len(mark) :].strip(), at)
        elif line.startswith("!"):
            raise BadReference(f"Line {at}: there is no “{line.split()[0]}”; use {', '.join(_MARKS)}.")
        else:
            start = start if waiting else at
            waiting.append(line.strip())
