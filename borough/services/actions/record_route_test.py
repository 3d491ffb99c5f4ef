"""Record a mystery-shopping test of a route to a service."""

from datetime import date, datetime

from django.db import transaction

from borough.forms.service import AccessRoute
from borough.foundation import audit
from borough.kernel.refusals import Refused
from borough.services.catalogue import service_of
from borough.services.models import RouteTest

LONGEST = 500


def record_test(
    *, by: str, at: datetime, today: date, service: str, route: AccessRoute, tested_on: date, worked: bool, finding: str
) -> None:
    """Record one test of one route, permanently. Raises UnknownService, Refused."""
    service_of(service)
    if tested_on > today:
        raise Refused("The day of the test must be today or in the past")
    if not finding.strip():
        raise Refused("Enter what was found: who answered, how long it took, whether it was done")
    if len(finding) > LONGEST:
        raise Refused(f"What was found must be {LONGEST} characters or less")
    with transaction.atomic():
        RouteTest.objects.create(
            service=service,
            route=route,
            tested_on=tested_on,
            worked=worked,
            finding=finding.strip(),
            by=by,
            created_at=at,
        )
        detail = {"route": route.value, "worked": worked}
        audit.record(by=by, at=at, verb="services.test_route", subject=f"service:{service}", detail=detail)
