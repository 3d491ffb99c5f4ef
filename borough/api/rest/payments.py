"""Where GOV.UK Pay tells its news: signed, heard once, answered at once; the rest is left to a job."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from borough.access.public import machines
from borough.api.rest.answering import body_of, fault
from borough.foundation.clock import now
from borough.payments.public import Heard, hear

LARGEST = 100_000  # bytes
STATUS = {Heard.FORGED: 401, Heard.UNREADABLE: 400}
SENTENCES = {Heard.FORGED: "The Pay-Signature does not fit.", Heard.UNREADABLE: "This is not a message of GOV.UK Pay."}


@machines(None, "POST")
@csrf_exempt
def message(request: HttpRequest) -> HttpResponse:
    """POST of Pay's; no token and no session, but a signature over the very bytes."""
    body = body_of(request, LARGEST)
    if body is None:
        return fault(413, "Send the message as JSON, of 100 kB or less.")
    heard = hear(by="system:pay", at=now(), body=body, signature=request.headers.get("Pay-Signature", ""))
    if heard in STATUS:
        return fault(STATUS[heard], SENTENCES[heard])
    return HttpResponse(status=204)
