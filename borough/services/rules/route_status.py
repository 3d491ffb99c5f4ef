"""How long a test of a route to a service remains valid."""

from datetime import date, timedelta
from enum import StrEnum

FRESH = timedelta(days=183)  # half a year: the council's choice
STALE = timedelta(days=365)


class RouteStatus(StrEnum):
    """The status of a route to a service."""

    TESTED = "tested"  # tested recently and it worked
    AGEING = "ageing"  # it worked, but the test is old: test it again
    UNTESTED = "untested"  # never tested, tested too long ago, or it failed: no claim is made


def route_status(*, tested_on: date | None, worked: bool, today: date) -> RouteStatus:
    """Return the status of a route by its latest test."""
    if tested_on is None or not worked or today - tested_on > STALE:
        return RouteStatus.UNTESTED
    return RouteStatus.TESTED if today - tested_on <= FRESH else RouteStatus.AGEING
