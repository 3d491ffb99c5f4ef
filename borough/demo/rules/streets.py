"""The borough's streets as derived from postcodes, with the number of homes of each kind."""

import csv
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).parent
FIRST_USRN = 99_000_001  # no real USRN begins like this
POST_TOWNS = {
    "PR25": "LEYLAND",
    "PR26": "LEYLAND",
    "PR4": "PRESTON",
    "PR5": "PRESTON",
    "BB2": "BLACKBURN",
    "BL6": "BOLTON",
    "L40": "ORMSKIRK",
    "WN6": "WIGAN",
}
HOME_TOWN = "CHORLEY"


@dataclass(frozen=True)
class Stretch:
    """The part of a street in one postcode. Counts of homes are from the census, scaled to the borough's total."""

    postcode: str
    ward: str
    easting: int
    northing: int
    detached: int
    semi_detached: int
    terraced: int
    flats: int
    other: int

    @property
    def homes(self) -> int:
        """Return the number of homes other than flats."""
        return self.detached + self.semi_detached + self.terraced


@dataclass(frozen=True)
class Street:
    """A street with its stretches in order. Name and position are not verified by any street authority."""

    usrn: int
    name: str
    locality: str
    town: str
    stretches: tuple[Stretch, ...]

    @property
    def rural(self) -> bool:
        """Return whether its few detached homes have names rather than numbers."""
        homes = sum(s.homes for s in self.stretches)
        return homes <= 24 and sum(s.detached for s in self.stretches) >= 0.6 * max(homes, 1)


def post_town(postcode: str) -> str:
    """Return the post town."""
    return POST_TOWNS.get(postcode.partition(" ")[0], HOME_TOWN)


def streets(scale: float) -> list[Street]:
    """Return every street by name and locality; scale: homes for each one in the census."""
    with (HERE / "streets.csv").open(newline="") as source:
        rows = sorted(csv.reader(source), key=lambda row: (row[0], row[1]))
    streets = []
    named = groupby((row for row in rows if row[0] != "street"), key=lambda row: (row[0], row[1]))
    for number, ((name, locality), parts) in enumerate(named):
        stretches = tuple(_in_order([_stretch(row[2:], scale) for row in parts]))
        town = post_town(stretches[0].postcode)
        streets.append(Street(FIRST_USRN + number, name, locality if locality != town else "", town, stretches))
    return streets


def _stretch(row: list[str], scale: float) -> Stretch:
    easting, northing, *counts = (int(cell) for cell in row[2:])
    return Stretch(row[0], row[1], easting, northing, *(round(count * scale) for count in counts))


def _in_order(stretches: list[Stretch]) -> list[Stretch]:
    """Return stretches from one end of the street to the other, along its longer axis."""
    across = max(s.easting for s in stretches) - min(s.easting for s in stretches)
    up = max(s.northing for s in stretches) - min(s.northing for s in stretches)
    return sorted(stretches, key=lambda s: (s.easting, s.northing) if across > up else (s.northing, s.easting))
