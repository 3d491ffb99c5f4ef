"""Markdown tables whose cells may hold any text: a row is one line, whatever a docstring contains."""

import re
from collections.abc import Iterable, Sequence


def cell(text: object) -> str:
    """Return a text as one table cell: line ends become spaces, and pipes are escaped."""
    return re.sub(r"\s+", " ", str(text)).strip().replace("|", "\\|")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a table. Raises ValueError when a row has another number of cells than there are columns."""
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"A row of {len(row)} cells does not fit {len(columns)} columns: {row!r}")
        lines.append(f"| {' | '.join(cell(item) for item in row)} |")
    return lines
