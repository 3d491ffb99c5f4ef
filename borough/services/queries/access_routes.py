"""Routes to every service, and their status by latest test."""

from dataclasses import dataclass
from datetime import date

from borough.forms.service import AccessRoute
from borough.services.catalogue import catalogue
from borough.services.models import RouteTest
from borough.services.rules.route_status import RouteStatus, route_status


@dataclass(frozen=True, kw_only=True)
class AccessRouteSummary:
    """A route to a service: its status and its latest test."""

    service: str
    name: str
    route: AccessRoute
    status: RouteStatus
    tested_on: date | None
    worked: bool
    finding: str


def access_routes(today: date, service: str = "") -> list[AccessRouteSummary]:
    """Return every route to every service, or to one."""
    latest = {
        (row.service, row.route): row
        for row in RouteTest.objects.order_by("service", "route", "-tested_on", "-id").distinct("service", "route")
    }
    summaries = []
    for key, definition in catalogue().items():
        for route in AccessRoute if service in ("", key) else ():
            row = latest.get((key, route.value))
            summaries.append(
                AccessRouteSummary(
                    service=key,
                    name=definition.name,
                    route=route,
                    tested_on=row.tested_on if row else None,
                    worked=bool(row and row.worked),
                    finding=row.finding if row else "",
                    status=route_status(
                        tested_on=row.tested_on if row else None, worked=bool(row and row.worked), today=today
                    ),
                )
            )
    return summaries


def tested_routes(service: str, today: date) -> dict[str, date]:
    """Return the routes of a service whose test is recent enough to state, with the test day."""
    tested = [summary for summary in access_routes(today, service) if summary.status is not RouteStatus.UNTESTED]
    return {summary.route.value: summary.tested_on for summary in tested if summary.tested_on}
