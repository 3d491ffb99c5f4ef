"""Web hooks: events told to other systems, signed, tried until they are taken, and each try written down.

Signed twice over: `Borough-Signature` is sha256= and the HMAC-SHA256 of the body in hex; `webhook-id`,
`webhook-timestamp` and `webhook-signature` are those of the Standard Webhooks specification 1.0, so that its own
libraries can check who sent it and that it is no old one sent again. While one secret takes over from another, both
headers hold both signatures. Readers kept in the database are in `readers` and told by `telling`; here, too, is the
one address that whoever runs this may set.
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
from borough.foundation.jobs import job
from borough.foundation.models import Event
from borough.foundation.side_effects import DeliveryError, already_delivered, mark_delivered
from borough.webhooks.models import Delivery

TIMEOUT = 10
CONFLICT_STATUS = 409  # the other side has it: that is success
RETENTION = timedelta(days=90)
PAGE_SIZE = 50
SECRET_PREFIX = "whsec_"  # how Standard Webhooks writes a secret: this, and base64


def _secret() -> bytes:
    secret = settings.WEBHOOK_SECRET
    if secret.startswith(SECRET_PREFIX):
        try:
            return base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
        except binascii.Error:
            return str(secret).encode()
    return str(secret).encode()


def headers_of(key: str, body: bytes, at: datetime, secrets: Sequence[bytes]) -> dict[str, str]:
    """The headers a body is sent with: its key, and who signed it when, once by each secret."""
    moment = str(int(at.timestamp()))
    content = b".".join([key.encode(), moment.encode(), body])
    stamped = [base64.b64encode(hmac.digest(secret, content, hashlib.sha256)).decode() for secret in secrets]
    return {
        "Content-Type": "application/json", "Idempotency-Key": key,
        "Borough-Signature": ",".join(f"sha256={hmac.new(item, body, hashlib.sha256).hexdigest()}" for item in secrets),
        "webhook-id": key, "webhook-timestamp": moment, "webhook-signature": " ".join(f"v1,{item}" for item in stamped),
    }  # fmt: skip


def body_of(event: Event) -> bytes:
    """What is sent of an event."""
    payload = {
        "kind": event.kind, "key": event.key, "at": event.created_at.isoformat(), "position": event.position,
        "body": event.body,
    }  # fmt: skip
    return json.dumps(payload, sort_keys=True).encode()


def is_accepted(status: int) -> bool:
    """Whether an answer says that the other side has it."""
    return 200 <= status < 300 or status == CONFLICT_STATUS


def _post(key: str, body: bytes) -> tuple[int, str]:
    """The status it was answered with, 0 when it was not reached, and then why."""
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked in the environment
        settings.WEBHOOK_URL, data=body, headers=headers_of(key, body, now(), [_secret()]), method="POST"
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            answer.read(1_000)
            return answer.status, ""
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError as error:
        return 0, error_name(error)


def error_name(error: OSError) -> str:
    """Why nobody was reached, as it is written down: the name of what went wrong, without any words of it."""
    return type(getattr(error, "reason", error)).__name__[:60]


def queue_event(event: Event) -> None:
    """Have the address in the settings told of an event, in the transaction that publishes it."""
    if settings.WEBHOOK_URL:
        deliver_event.defer(event_id=event.pk)


@job(name="webhooks.deliver_configured")
def deliver_event(event_id: int, again: bool = False) -> None:
    """Send one event to the address in BOROUGH_WEBHOOK_URL; again: though it was taken before, under the same key."""
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
    """An event and how its telling to one reader went: tries, the last one and its answer (0: not reached, and why)."""

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
    """A page of events that were told or tried to be, the latest tried first, and whether there are more.

    untaken: those alone that their reader has not taken yet; reader_id: those of one reader, 0 for the one in the
    settings.
    """
    attempts = Delivery.objects.exclude(event=None)
    if endpoint_id is not None:
        attempts = attempts.filter(endpoint=endpoint_id or None)
    rows = attempts.values("event_id", "endpoint_id").annotate(tries=Count("id"), last=Max("id"), was_accepted=BoolOr("accepted"))
    if undelivered:
        rows = rows.filter(was_accepted=False)
    start = (page - 1) * limit
    page_rows = list(rows.order_by("-last")[start : start + limit + 1])
    lasts = Delivery.objects.select_related("event", "endpoint").in_bulk([row["last"] for row in page_rows[:limit]])
    summaries = [summarise_delivery(lasts[row["last"]], row["tries"], was_accepted=row["was_accepted"]) for row in page_rows[:limit]]
    return summaries, len(page_rows) > limit


def summarise_delivery(last: Delivery, tries: int = 1, *, was_accepted: bool | None = None) -> DeliverySummary:
    """How the last of so many tries went, for a page."""
    event = last.event
    return DeliverySummary(
        event_id=event.pk if event else 0, kind=event.kind if event else "test", key=event.key if event else "Test",
        created_at=event.created_at if event else last.at, tries=tries, tried_at=last.at, status=last.status, why=last.why,
        milliseconds=last.milliseconds, accepted=last.accepted if was_accepted is None else was_accepted,
        endpoint_id=last.endpoint_id, endpoint=last.endpoint.name if last.endpoint else "",
    )  # fmt: skip


def purge_old_deliveries() -> int:
    """Drop what was written down of tries longer ago than 90 days; returns how many."""
    return Delivery.objects.filter(at__lt=now() - RETENTION).delete()[0]
