"""Where GOV.UK Notify sends its receipts; the addresses it asks of are in its own documentation of callbacks."""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from borough.access.public import machines
from borough.foundation.clock import now
from borough.post.public import hear_receipt

LARGEST = 100_000  # bytes
BEARER = "Bearer "
FAULTS = {
    "forged": (401, "Send the bearer token of the receipts."),
    "unreadable": (400, "This is no receipt of Notify."),
}


@machines(None, "POST")
@csrf_exempt
def receipt(request: HttpRequest) -> HttpResponse:
    """POST of Notify's: what became of a message. One of a message that is none of ours is taken and left."""
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return JsonResponse({"error": "The receipt is too long."}, status=413)
    try:
        told = json.loads(request.body)
    except ValueError:
        told = None
    header = request.headers.get("Authorization", "")
    token = header.removeprefix(BEARER) if header.startswith(BEARER) else ""
    heard = hear_receipt(by="system:notify", at=now(), token=token, told=told)
    if heard in FAULTS:
        status, said = FAULTS[heard]
        return JsonResponse({"error": said}, status=status)
    return HttpResponse(status=204)
