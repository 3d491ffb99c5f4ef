"""Requests to webhook endpoints: their body, and their signatures by each current secret.

Each request has two signatures: `Borough-Signature` is sha256= and the HMAC-SHA256 of the body in hex;
`webhook-id`, `webhook-timestamp` and `webhook-signature` follow the Standard Webhooks specification 1.0, so
that its libraries can verify the sender and detect replays. During a secret rotation both headers carry both
signatures.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from borough.foundation.models import Event

CONFLICT_STATUS = 409  # conflict: the other side already has it
SECRET_PREFIX = "whsec_"  # noqa: S105 - Standard Webhooks writes a secret as this and base64


def configured_secret() -> bytes:
    """Return the secret in BOROUGH_WEBHOOK_SECRET, decoded if it is in the notation of Standard Webhooks."""
    secret = str(settings.WEBHOOK_SECRET)
    if secret.startswith(SECRET_PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
        except binascii.Error:
            return secret.encode()
    return secret.encode()


def headers_of(key: str, body: bytes, at: datetime, secrets: Sequence[bytes]) -> dict[str, str]:
    """Return the request headers: idempotency key, and timestamped signatures, one for each secret."""
    moment = str(int(at.timestamp()))
    content = b".".join([key.encode(), moment.encode(), body])
    stamped = [base64.b64encode(hmac.digest(secret, content, hashlib.sha256)).decode() for secret in secrets]
    return {
        "Content-Type": "application/json",
        "Idempotency-Key": key,
        "Borough-Signature": ",".join(f"sha256={hmac.new(item, body, hashlib.sha256).hexdigest()}" for item in secrets),
        "webhook-id": key,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(f"v1,{item}" for item in stamped),
    }


def body_of(event: Event) -> bytes:
    """Return the request body of an event."""
    payload = {
        "kind": event.kind,
        "key": event.key,
        "at": event.created_at.isoformat(),
        "position": event.position,
        "body": event.body,
    }
    return json.dumps(payload, sort_keys=True).encode()


def is_accepted(status: int) -> bool:
    """Return whether a status means that the other side has the event."""
    return 200 <= status < 300 or status == CONFLICT_STATUS
