"""GOV.UK Pay webhook: signed, deduplicated and answered at once; a job does the rest."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from borough.access.public import BoroughRequest, machine_only
from borough.api.idempotent import body_of
from borough.foundation.clock import now
from borough.foundation.http.problems import problem
from borough.payments.public import WebhookResult, process_webhook

LARGEST = 100_000  # bytes
CODES = {WebhookResult.FORGED: "unauthenticated", WebhookResult.UNREADABLE: "bad-request"}
SENTENCES = {
    WebhookResult.FORGED: "The Pay-Signature does not fit.",
    WebhookResult.UNREADABLE: "This is not a message of GOV.UK Pay.",
}


@machine_only(None, "POST")
@csrf_exempt
def message(request: BoroughRequest) -> HttpResponse:
    """Receive a Pay message by POST; authenticated by a signature of the body instead of a token or session."""
    body = body_of(request, LARGEST)
    if body is None:
        return problem("payload-too-large", "Send the message as JSON, of 100 kB or less.")
    result = process_webhook(by="system:pay", at=now(), body=body, signature=request.headers.get("Pay-Signature", ""))
    if result in CODES:
        return problem(CODES[result], SENTENCES[result])
    return HttpResponse(status=204)
