"""Health of this instance, for load balancers and on-call staff."""

from dataclasses import asdict

from django.db import DatabaseError
from django.http import JsonResponse

from borough.access.public import BoroughRequest, machine_only
from borough.foundation.ops import health


@machine_only(None)
def report(_request: BoroughRequest) -> JsonResponse:
    """Return every check's result: 200 if all passed, otherwise 503."""
    findings = health.run_checks()
    well = all(finding.is_healthy for finding in findings.values())
    body = {"status": "ok" if well else "red", "checks": {name: asdict(finding) for name, finding in findings.items()}}
    return JsonResponse(body, status=200 if well else 503, headers={"Cache-Control": "no-store"})


@machine_only(None)
def ready(_request: BoroughRequest) -> JsonResponse:
    """Return whether requests can be served: the database responds and is migrated."""
    try:
        is_ready = health.is_migrated()
    except DatabaseError:
        is_ready = False
    return JsonResponse({"ready": is_ready}, status=200 if is_ready else 503, headers={"Cache-Control": "no-store"})
