"""Webhook delivery: signed events, retried until accepted, with every attempt logged.

Each request has two signatures: `Borough-Signature` is sha256= and the HMAC-SHA256 of the body in hex;
`webhook-id`, `webhook-timestamp` and `webhook-signature` follow the Standard Webhooks specification 1.0, so
that its libraries can verify the sender and detect replays. During a secret rotation both headers carry both
signatures. Endpoints stored in the database are in `endpoints` and served by `dispatch`; this module also
serves the single URL that can be set in the environment.
"""

import base64
import binascii
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Max

from borough.foundation.clock import now
from borough.foundation.jobs import job, periodic
from borough.foundation.models import Event
from borough.foundation.side_effects import DeliveryError, already_delivered, mark_delivered
from borough.webhooks.models import Delivery

TIMEOUT = 10
CONFLICT_STATUS = 409  # conflict: the other side already has it
RETENTION = timedelta(days=90)
PAGE_SIZE = 50
SECRET_PREFIX = "whsec_"  # noqa: S105 - Standard Webhooks writes a secret as this and base64


def _secret() -> bytes:
    secret = settings.WEBHOOK_SECRET
    if secret.startswith(SECRET_PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
        except binascii.Error:
            return str(secret).encode()
    return str(secret).encode()


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


def _post(key: str, body: bytes) -> tuple[int, str]:
    """Return the response status, or 0 and the reason when it could not be reached."""
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked in the environment
        settings.WEBHOOK_URL, data=body, headers=headers_of(key, body, now(), [_secret()]), method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            answer.read(1_000)
            return answer.status, ""
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError as error:
        return 0, error_name(error)


def error_name(error: OSError) -> str:
    """Return the error's class name for the log, without its message."""
    return type(getattr(error, "reason", error)).__name__[:60]


def queue_event(event: Event) -> None:
    """Queue an event for the URL in the settings, in the publishing transaction."""
    if settings.WEBHOOK_URL:
        deliver_event.defer(event_id=event.pk)


@job(name="webhooks.deliver_configured")
def deliver_event(event_id: int, again: bool = False) -> None:
    """Send an event to BOROUGH_WEBHOOK_URL. again: resend an accepted event under the same key."""
    event = Event.objects.get(pk=event_id)
    if not settings.WEBHOOK_URL or (already_delivered(f"webhook {event.key}") and not again):
        return
    began = time.monotonic()
    status, why = _post(event.key, body_of(event))
    milliseconds = round((time.monotonic() - began) * 1000)
    Delivery.objects.create(
        event=event, at=now(), status=status, why=why, milliseconds=milliseconds, accepted=is_accepted(status)
    )
    if not is_accepted(status):
        raise DeliveryError(f"answered {status}" if status else f"not reached: {why}")
    mark_delivered(f"webhook {event.key}", "webhook", now())


@dataclass(frozen=True, kw_only=True)
class DeliverySummary:
    """An event's delivery to one endpoint: attempts, and the last attempt with its status (0: not reached, and why)."""

    event_id: int
    endpoint_id: int | None
    endpoint: str
    kind: str
    key: str
    created_at: datetime
    tries: int
    tried_at: datetime
    status: int
    why: str
    milliseconds: int
    accepted: bool


def list_deliveries(
    *, page: int = 1, undelivered: bool = False, endpoint_id: int | None = None, limit: int = PAGE_SIZE
) -> tuple[list[DeliverySummary], bool]:
    """Return a page of attempted deliveries, latest attempt first, and whether there are more.

    undelivered: only those not yet accepted. endpoint_id: only those of one endpoint, 0 for the URL in the
    settings.
    """
    attempts = Delivery.objects.exclude(event=None)
    if endpoint_id is not None:
        attempts = attempts.filter(endpoint=endpoint_id or None)
    rows = attempts.values("event_id", "endpoint_id").annotate(
        tries=Count("id"), last=Max("id"), was_accepted=BoolOr("accepted")
    )
    if undelivered:
        rows = rows.filter(was_accepted=False)
    start = (page - 1) * limit
    page_rows = list(rows.order_by("-last")[start : start + limit + 1])
    lasts = Delivery.objects.select_related("event", "endpoint").in_bulk([row["last"] for row in page_rows[:limit]])
    summaries = [
        summarise_delivery(lasts[row["last"]], row["tries"], was_accepted=row["was_accepted"])
        for row in page_rows[:limit]
    ]
    return summaries, len(page_rows) > limit


def summarise_delivery(last: Delivery, tries: int = 1, *, was_accepted: bool | None = None) -> DeliverySummary:
    """Return the summary of a delivery from its last attempt, for display."""
    event = last.event
    return DeliverySummary(
        event_id=event.pk if event else 0,
        kind=event.kind if event else "test",
        key=event.key if event else "Test",
        created_at=event.created_at if event else last.at,
        tries=tries,
        tried_at=last.at,
        status=last.status,
        why=last.why,
        milliseconds=last.milliseconds,
        accepted=last.accepted if was_accepted is None else was_accepted,
        endpoint_id=last.endpoint_id,
        endpoint=last.endpoint.name if last.endpoint else "",
    )


def purge_old_deliveries() -> int:
    """Delete log entries older than 90 days and return how many."""
    return Delivery.objects.filter(at__lt=now() - RETENTION).delete()[0]


@periodic("47 3 * * *")
@job(name="webhooks.purge_deliveries")
def purge_deliveries(timestamp: int) -> None:
    """Delete the log of old delivery attempts, once a day."""
    del timestamp
    purge_old_deliveries()
