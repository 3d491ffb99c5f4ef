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
from borough.foundation.models import Delivery, Event
from borough.foundation.outward import NotDelivered, done, mark_done

TIMEOUT = 10
ALREADY_THERE = 409  # the other side has it: that is success
KEPT = timedelta(days=90)
ON_A_PAGE = 50
LIBRARY_START = "whsec_"  # how Standard Webhooks writes a secret: this, and base64


def _secret() -> bytes:
    told = settings.WEBHOOK_SECRET
    if told.startswith(LIBRARY_START):
        try:
            return base64.b64decode(told.removeprefix(LIBRARY_START), validate=True)
        except binascii.Error:
            return str(told).encode()
    return str(told).encode()


def headers_of(key: str, body: bytes, at: datetime, secrets: Sequence[bytes]) -> dict[str, str]:
    """The headers a body is sent with: its key, and who signed it when, once by each secret."""
    moment = str(int(at.timestamp()))
    whole = b".".join([key.encode(), moment.encode(), body])
    stamped = [base64.b64encode(hmac.digest(secret, whole, hashlib.sha256)).decode() for secret in secrets]
    return {
        "Content-Type": "application/json", "Idempotency-Key": key,
        "Borough-Signature": ",".join(f"sha256={hmac.new(one, body, hashlib.sha256).hexdigest()}" for one in secrets),
        "webhook-id": key, "webhook-timestamp": moment, "webhook-signature": " ".join(f"v1,{one}" for one in stamped),
    }  # fmt: skip


def body_of(event: Event) -> bytes:
    """What is sent of an event."""
    told = {
        "kind": event.kind, "key": event.key, "at": event.made_at.isoformat(), "position": event.position,
        "body": event.body,
    }  # fmt: skip
    return json.dumps(told, sort_keys=True).encode()


def taken(status: int) -> bool:
    """Whether an answer says that the other side has it."""
    return 200 <= status < 300 or status == ALREADY_THERE


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
        return 0, why_not(error)


def why_not(error: OSError) -> str:
    """Why nobody was reached, as it is written down: the name of what went wrong, without any words of it."""
    return type(getattr(error, "reason", error)).__name__[:60]


def note(event: Event) -> None:
    """Have the address in the settings told of an event, in the transaction that publishes it."""
    if settings.WEBHOOK_URL:
        deliver_event.defer(event_id=event.pk)


@job(name="foundation.deliver_event")
def deliver_event(event_id: int, again: bool = False) -> None:
    """Send one event to the address in BOROUGH_WEBHOOK_URL; again: though it was taken before, under the same key."""
    event = Event.objects.get(pk=event_id)
    if not settings.WEBHOOK_URL or (done(f"webhook {event.key}") and not again):
        return
    began = time.monotonic()
    status, why = _post(event.key, body_of(event))
    milliseconds = round((time.monotonic() - began) * 1000)
    Delivery.objects.create(
        event=event, at=now(), status=status, why=why, milliseconds=milliseconds, taken=taken(status)
    )
    if not taken(status):
        raise NotDelivered(f"answered {status}" if status else f"not reached: {why}")
    mark_done(f"webhook {event.key}", "webhook", now())


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """An event and how its telling to one reader went: tries, the last one and its answer (0: not reached, and why)."""

    event_id: int
    reader_id: int | None
    reader: str
    kind: str
    key: str
    made_at: datetime
    tries: int
    tried_at: datetime
    status: int
    why: str
    milliseconds: int
    taken: bool


def deliveries(
    *, page: int = 1, untaken: bool = False, reader_id: int | None = None, limit: int = ON_A_PAGE
) -> tuple[list[Delivered], bool]:
    """A page of events that were told or tried to be, the latest tried first, and whether there are more.

    untaken: those alone that their reader has not taken yet; reader_id: those of one reader, 0 for the one in the
    settings.
    """
    told = Delivery.objects.exclude(event=None)
    if reader_id is not None:
        told = told.filter(reader=reader_id or None)
    rows = told.values("event_id", "reader_id").annotate(tries=Count("id"), last=Max("id"), was_taken=BoolOr("taken"))
    if untaken:
        rows = rows.filter(was_taken=False)
    start = (page - 1) * limit
    some = list(rows.order_by("-last")[start : start + limit + 1])
    lasts = Delivery.objects.select_related("event", "reader").in_bulk([one["last"] for one in some[:limit]])
    shown = [delivered(lasts[one["last"]], one["tries"], was_taken=one["was_taken"]) for one in some[:limit]]
    return shown, len(some) > limit


def delivered(last: Delivery, tries: int = 1, *, was_taken: bool | None = None) -> Delivered:
    """How the last of so many tries went, for a page."""
    event = last.event
    return Delivered(
        event_id=event.pk if event else 0, kind=event.kind if event else "test", key=event.key if event else "Test",
        made_at=event.made_at if event else last.at, tries=tries, tried_at=last.at, status=last.status, why=last.why,
        milliseconds=last.milliseconds, taken=last.taken if was_taken is None else was_taken,
        reader_id=last.reader_id, reader=last.reader.name if last.reader else "",
    )  # fmt: skip


def forget_old() -> int:
    """Drop what was written down of tries longer ago than 90 days; returns how many."""
    return Delivery.objects.filter(at__lt=now() - KEPT).delete()[0]
