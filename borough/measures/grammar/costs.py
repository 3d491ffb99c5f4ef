"""Unit costs, read from the file next to a definition: each with source and year."""

import csv
from pathlib import Path

from borough.measures.types import UnitCost


def read_costs(path: Path) -> tuple[UnitCost, ...]:
    """Read unit costs from a CSV file with the columns channel, pence, source, year, scope and address.

    Raises KeyError or ValueError for an invalid column or number. A source without a year has none.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            UnitCost(
                channel=line["channel"],
                pence=int(line["pence"]),
                source=line["source"],
                year=int(line["year"]) if line["year"] else None,
                scope=line["scope"],
                address=line["address"],
            )
            for line in csv.DictReader(lines)
        )
