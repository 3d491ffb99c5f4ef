"""Straight-line distances on the National Grid from homes to the nearest of some points."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BATCH_HOMES = 4096  # homes compared with all points at a time: bounds memory to some tens of MB
Metres = NDArray[np.float64]


@dataclass(frozen=True)
class Reach:
    """Distances of an area's homes, in whole metres. within: number of homes within each limit."""

    area: str
    homes: int
    median: int
    nine_in_ten: int
    furthest: int
    within: dict[int, int]


def nearest(homes: Metres, points: Metres) -> tuple[Metres, NDArray[np.intp]]:
    """Return each home's distance in metres to the nearest point, and its index; rows are easting, northing.

    Raises ValueError without a point.
    """
    if not len(points):
        raise ValueError("Give at least one point: an easting and a northing in metres.")
    distances, which = np.empty(len(homes)), np.empty(len(homes), np.intp)
    for start in range(0, len(homes), BATCH_HOMES):
        offsets = homes[start : start + BATCH_HOMES, None, :] - points[None, :, :]
        squares = np.einsum("hpc,hpc->hp", offsets, offsets)
        which[start : start + BATCH_HOMES] = squares.argmin(axis=1)
        distances[start : start + BATCH_HOMES] = np.sqrt(squares.min(axis=1))
    return distances, which


def reach(distances: Metres, areas: Sequence[str], limits: Sequence[int] = (800, 1600, 3200)) -> list[Reach]:
    """Return the distances by area, furthest median first; an area is any name given for each home.

    limits: metres; by default half a mile, one mile and two miles.
    """
    names, places = np.unique(np.asarray(areas, dtype=object).astype(str), return_inverse=True)
    results = []
    for number, name in enumerate(names):
        of_area = np.sort(distances[places == number])
        middle, far = np.percentile(of_area, [50, 90], method="inverted_cdf")
        within = {metres: int(np.searchsorted(of_area, metres, side="right")) for metres in limits}
        results.append(Reach(str(name), len(of_area), round(middle), round(far), round(of_area[-1]), within))
    return sorted(results, key=lambda r: (-r.median, r.area))
