"""How long a test of a way to a service vouches for it."""

from datetime import date, timedelta
from enum import StrEnum

FRESH = timedelta(days=183)  # half a year: a council's own choice
STALE = timedelta(days=365)


class RouteStatus(StrEnum):
    """What may be said of a way to a service."""

    TESTED = "tested"  # somebody tried it lately and it worked
    AGEING = "ageing"  # it worked, but that is a while ago: test it again
    UNTESTED = "untested"  # never tried, too long ago, or it did not work: nothing is claimed of it


def route_status(*, tested_on: date | None, worked: bool, today: date) -> RouteStatus:
    """How a way stands by its latest test."""
    if tested_on is None or not worked or today - tested_on > STALE:
        return RouteStatus.UNTESTED
    return RouteStatus.TESTED if today - tested_on <= FRESH else RouteStatus.AGEING
