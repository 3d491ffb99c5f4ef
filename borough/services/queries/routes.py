"""Every way to every service, and what may be said of it by the day it was last tried."""

from dataclasses import dataclass
from datetime import date

from borough.services.catalogue import catalogue
from borough.services.grammar.service import Route
from borough.services.models import RouteTest
from borough.services.rules.routes import Standing, standing


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way to a service: how it stands, and its latest test."""

    service: str
    name: str
    route: Route
    standing: Standing
    tested_on: date | None
    worked: bool
    found: str


def ways(today: date, service: str = "") -> list[Way]:
    """Every way to every service, or to one."""
    latest = {
        (row.service, row.route): row
        for row in RouteTest.objects.order_by("service", "route", "-tested_on", "-id").distinct("service", "route")
    }
    found = []
    for key, one in catalogue().items():
        for route in Route if service in ("", key) else ():
            row = latest.get((key, route.value))
            found.append(
                Way(
                    service=key, name=one.name, route=route, tested_on=row.tested_on if row else None,
                    worked=bool(row and row.worked), found=row.found if row else "",
                    standing=standing(
                        tested_on=row.tested_on if row else None, worked=bool(row and row.worked), today=today
                    ),
                )
            )  # fmt: skip
    return found


def claims(service: str, today: date) -> dict[str, date]:
    """The ways to a service of which it may be said when they were last tried, with the day."""
    some = [one for one in ways(today, service) if one.standing is not Standing.UNTESTED]
    return {one.route.value: one.tested_on for one in some if one.tested_on}
