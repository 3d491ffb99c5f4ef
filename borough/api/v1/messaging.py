"""Callback of GOV.UK Notify delivery receipts, as in its own documentation."""

import json

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from borough.access.public import BoroughRequest, machine_only
from borough.api.idempotent import body_of
from borough.foundation.clock import now
from borough.foundation.http.problems import problem
from borough.messaging.public import process_receipt

LARGEST = 100_000  # bytes
BEARER = "Bearer "
FAULTS = {
    "forged": ("unauthenticated", "Send the bearer token of the receipts."),
    "unreadable": ("bad-request", "This is no receipt of Notify."),
}


@machine_only(None, "POST")
@csrf_exempt
def receipt(request: BoroughRequest) -> HttpResponse:
    """Receive a Notify receipt by POST. A receipt for an unknown message is accepted and ignored."""
    body = body_of(request, LARGEST)
    if body is None:
        return problem("payload-too-large", "Send the receipt as JSON, of 100 kB or less.")
    try:
        payload = json.loads(body)
    except ValueError:
        payload = None
    header = request.headers.get("Authorization", "")
    token = header.removeprefix(BEARER) if header.startswith(BEARER) else ""
    result = process_receipt(by="system:notify", at=now(), token=token, payload=payload)
    if result in FAULTS:
        return problem(*FAULTS[result])
    return HttpResponse(status=204)
