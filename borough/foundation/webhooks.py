"""Web hooks: every event told to another system, signed, tried until it is taken, and each try written down.

Signed twice over: `Borough-Signature` is sha256= and the HMAC-SHA256 of the body in hex; `webhook-id`,
`webhook-timestamp` and `webhook-signature` are those of the Standard Webhooks specification 1.0, so that its own
libraries can check who sent it and that it is no old one sent again.
"""

import base64
import binascii
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
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


def headers_of(key: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers a body is sent with: its key, and who signed it when."""
    secret, moment = _secret(), str(int(at.timestamp()))
    whole = hmac.new(secret, b".".join([key.encode(), moment.encode(), body]), hashlib.sha256).digest()
    return {
        "Content-Type": "application/json", "Idempotency-Key": key,
        "Borough-Signature": f"sha256={hmac.new(secret, body, hashlib.sha256).hexdigest()}",
        "webhook-id": key, "webhook-timestamp": moment,
        "webhook-signature": f"v1,{base64.b64encode(whole).decode()}",
    }  # fmt: skip


def _post(key: str, body: bytes) -> tuple[int, str]:
    """The status it was answered with, 0 when it was not reached, and then why."""
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked in the environment
        settings.WEBHOOK_URL, data=body, headers=headers_of(key, body, now()), method="POST"
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            answer.read(1_000)
            return answer.status, ""
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError as error:
        return 0, type(getattr(error, "reason", error)).__name__[:60]


@job(name="foundation.deliver_event")
def deliver_event(event_id: int, again: bool = False) -> None:
    """Send one event to the address in BOROUGH_WEBHOOK_URL; again: though it was taken before, under the same key."""
    event = Event.objects.get(pk=event_id)
    if not settings.WEBHOOK_URL or (done(f"webhook {event.key}") and not again):
        return
    told = {
        "kind": event.kind, "key": event.key, "at": event.made_at.isoformat(), "position": event.position,
        "body": event.body,
    }  # fmt: skip
    began = time.monotonic()
    status, why = _post(event.key, json.dumps(told, sort_keys=True).encode())
    taken = 200 <= status < 300 or status == ALREADY_THERE
    milliseconds = round((time.monotonic() - began) * 1000)
    Delivery.objects.create(event=event, at=now(), status=status, why=why, milliseconds=milliseconds, taken=taken)
    if not taken:
        raise NotDelivered(f"answered {status}" if status else f"not reached: {why}")
    mark_done(f"webhook {event.key}", "webhook", now())


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """An event and how its telling went: tries, the last one and its answer (0: not reached, and why)."""

    event_id: int
    kind: str
    key: str
    made_at: datetime
    tries: int
    tried_at: datetime
    status: int
    why: str
    milliseconds: int
    taken: bool


def deliveries(*, page: int = 1, untaken: bool = False, limit: int = ON_A_PAGE) -> tuple[list[Delivered], bool]:
    """A page of events that were told or tried to be, the latest tried first, and whether there are more.

    untaken: those alone that nobody has taken yet.
    """
    rows = Delivery.objects.values("event_id").annotate(tries=Count("id"), last=Max("id"), was_taken=BoolOr("taken"))
    if untaken:
        rows = rows.filter(was_taken=False)
    start = (page - 1) * limit
    some = list(rows.order_by("-last")[start : start + limit + 1])
    lasts = Delivery.objects.select_related("event").in_bulk([one["last"] for one in some[:limit]])
    shown = [_delivered(lasts[one["last"]], one["tries"], taken=one["was_taken"]) for one in some[:limit]]
    return shown, len(some) > limit


def _delivered(last: Delivery, tries: int, *, taken: bool) -> Delivered:
    return Delivered(
        event_id=last.event_id, kind=last.event.kind, key=last.event.key, made_at=last.event.made_at, tries=tries,
        tried_at=last.at, status=last.status, why=last.why, milliseconds=last.milliseconds,
        taken=taken,
    )  # fmt: skip


def tell_again(event_id: int) -> bool:
    """Have an event told once more, under its own key; False when there is none, or nowhere to tell it."""
    if not settings.WEBHOOK_URL or not Event.objects.filter(pk=event_id).exists():
        return False
    deliver_event.defer(event_id=event_id, again=True)
    return True


def forget_old() -> int:
    """Drop what was written down of tries longer ago than 90 days; returns how many."""
    return Delivery.objects.filter(at__lt=now() - KEPT).delete()[0]
