"""Ordered webhook dispatch: each endpoint has its own position, so no event is lost while it is down.

A failing endpoint is retried with the same event, with back-off of up to an hour; later events wait behind
it. An endpoint is paused after three days without a success, or when it answers 410 (Gone). An event whose
content is rejected (400, 413, 422 and the like) is skipped after eight attempts and stays in the log, since
retrying cannot help.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.crypto import salted_hmac

from borough.foundation import audit, events
from borough.foundation.clock import now
from borough.foundation.db import locks
from borough.foundation.http import ssrf
from borough.foundation.jobs import ATTEMPTS, WAITS, defer_once, job
from borough.foundation.models import Event
from borough.foundation.side_effects import DeliveryError
from borough.kernel.refusals import Refused
from borough.webhooks.delivery_log import error_name
from borough.webhooks.models import Delivery, SigningSecret, WebhookEndpoint
from borough.webhooks.queries import subscribed_endpoints
from borough.webhooks.signing import body_of, configured_secret, headers_of, is_accepted

PAUSED_AFTER = timedelta(days=3)
BATCH = 50  # events in one job, so that other jobs get their turn
MAX_JOB_SECONDS = 20.0  # time limit of one job
BUSY_RETRY = 2  # seconds before retrying an endpoint that another job is serving
BY = "system:webhooks"
NO_ENDPOINTS_TTL = 2  # seconds
_no_endpoints = {"until": 0.0}
_configured = {"url": ""}
CONFIGURED_NAME = "BOROUGH_WEBHOOK_URL"
FAILING, ENDPOINT_REMOVED = "failing", 410
PERMANENT_STATUSES = frozenset({400, 405, 406, 411, 412, 413, 414, 415, 416, 417, 422, 431})
"""Permanent statuses that concern the content: a retry gets the same answer (RFC 9110, 15.5)."""


@dataclass(frozen=True, kw_only=True)
class WebhookEndpointPaused:
    """An endpoint was paused, since it failed for days or answered Gone; nothing is sent until it is resumed."""

    kind: ClassVar = "webhook-paused"
    endpoint_id: int
    position: int
    why: str

    @property
    def key(self) -> str:
        """Return the unique key: one per pause."""
        return f"webhook-paused {self.endpoint_id} {self.position}"


def derive_secret(salt: bytes) -> bytes:
    """Derive a secret from a salt and this instance's secret key."""
    return salted_hmac("borough.webhooks.endpoints", salt.hex(), algorithm="sha256").digest()


def active_secrets(endpoint_id: int, *, at: datetime) -> list[bytes]:
    """Return an endpoint's current signing secrets, newest first: two during a rotation.

    The endpoint in the settings has the secret in the settings.
    """
    if WebhookEndpoint.objects.filter(pk=endpoint_id, is_configured=True).exists():
        return [configured_secret()]
    rows = SigningSecret.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), endpoint=endpoint_id).order_by("-pk")
    return [derive_secret(bytes(row.salt)) for row in rows]


def queue_event(event: Event) -> None:
    """Queue dispatch to every endpoint subscribed to the event's kind, in the publishing transaction.

    The absence of endpoints is cached for two seconds, since most councils have none and every event asks. An
    endpoint created or resumed in that time is dispatched to once more afterwards, so that it misses no events.
    """
    if settings.WEBHOOK_URL:
        ensure_configured(event.position, event.pk - 1, at=event.created_at)
    elif time.monotonic() < _no_endpoints["until"]:
        return
    wanting = subscribed_endpoints(event.kind)
    if not wanting and not WebhookEndpoint.objects.filter(state="running").exists():
        _no_endpoints["until"] = time.monotonic() + NO_ENDPOINTS_TTL
    for endpoint_id, name in wanting:
        dispatch_to_endpoint.configure(queueing_lock=name).defer(endpoint_id=endpoint_id)


def ensure_configured(position: int, event: int, *, at: datetime) -> None:
    """Have an endpoint for BOROUGH_WEBHOOK_URL that is sent what comes after a position, once in each process.

    Positions are given out one transaction after another, so no earlier event can still be on its way.
    """
    if _configured["url"] == settings.WEBHOOK_URL:
        return
    url = settings.WEBHOOK_URL
    if not WebhookEndpoint.objects.filter(is_configured=True).update(url=url):
        new = WebhookEndpoint(
            name=CONFIGURED_NAME, url=url, is_configured=True, created_at=at, position=position, event=event
        )
        WebhookEndpoint.objects.bulk_create([new], ignore_conflicts=True)
    transaction.on_commit(lambda: _configured.update(url=settings.WEBHOOK_URL))


def watch_endpoint(endpoint_id: int) -> None:
    """Dispatch to a new or resumed endpoint, now and once the cached absence has expired in every process."""
    _no_endpoints["until"] = 0.0
    _schedule(endpoint_id, NO_ENDPOINTS_TTL * 2)


@job(name="webhooks.dispatch")
def dispatch_to_endpoint(endpoint_id: int) -> None:
    """Send an endpoint its pending events, unless it is waiting for a retry."""
    name = f"webhook {endpoint_id}"
    if not locks.try_session_lock(name):
        _schedule(endpoint_id, BUSY_RETRY)
        return
    try:
        more = _send_batch(endpoint_id)
    finally:
        locks.unlock(name)
    if more:
        _schedule(endpoint_id, 0)


def _schedule(endpoint_id: int, seconds: int) -> None:
    """Schedule a dispatch; one queued job is enough, since each job sends everything pending."""
    defer_once(dispatch_to_endpoint, after=seconds, name=f"webhook {endpoint_id}", endpoint_id=endpoint_id)


def pending_events(endpoint: WebhookEndpoint) -> QuerySet[Event]:
    """Return the pending events of an endpoint: subscribed kinds after its position, in order."""
    after = Q(position__gt=endpoint.position) | Q(position=endpoint.position, pk__gt=endpoint.event)
    rows = Event.objects.filter(after, position__gte=endpoint.position)
    return (rows.filter(kind__in=endpoint.kinds) if endpoint.kinds else rows).order_by("position", "pk")


def _send_batch(endpoint_id: int) -> bool:
    """Send up to 50 pending events or for 20 seconds, and return whether there may be more."""
    endpoint = WebhookEndpoint.objects.filter(pk=endpoint_id, state="running").first()
    secrets = active_secrets(endpoint_id, at=now())
    if endpoint is None or not secrets:
        return False
    if endpoint.next_try_at and (left := (endpoint.next_try_at - now()).total_seconds()) > 0:
        _schedule(endpoint_id, int(left) + 1)
        return False
    if endpoint.is_configured and not settings.WEBHOOK_URL:  # taken out of the settings since
        WebhookEndpoint.objects.filter(pk=endpoint_id).update(state="ended", is_configured=False)
        return False
    began, pinned = time.monotonic(), ssrf.PinnedConnection(endpoint.url)
    try:
        pending = list(pending_events(endpoint)[:BATCH])
        for event in pending:
            if not _deliver(endpoint, event, secrets, pinned):
                return False
            if time.monotonic() - began > MAX_JOB_SECONDS:
                return True
    finally:
        pinned.close()
    return len(pending) == BATCH


def _deliver(endpoint: WebhookEndpoint, event: Event, secrets: Sequence[bytes], pinned: ssrf.PinnedConnection) -> bool:
    """Deliver an event and return whether to continue with the next."""
    status = send(endpoint, event, secrets, pinned)
    return (
        _advance(endpoint, event, accepted_at=now())
        if is_accepted(status)
        else _handle_failure(endpoint, event, status, at=now())
    )


def send(
    endpoint: WebhookEndpoint,
    event: Event | None,
    secrets: Sequence[bytes],
    pinned: ssrf.PinnedConnection | None = None,
) -> int:
    """Send an event, or a test, to an endpoint; log and return the status, 0 when not reached."""
    at = now()
    key, body = (event.key, body_of(event)) if event else _test(endpoint, at)
    began, why = time.monotonic(), ""
    try:
        status = (pinned or ssrf.PinnedConnection(endpoint.url)).post(body, headers_of(key, body, at, secrets))
    except Refused:
        status, why = 0, "Inside"
    except OSError as error:
        status, why = 0, error_name(error)
    milliseconds = round((time.monotonic() - began) * 1000)
    Delivery.objects.create(
        endpoint=endpoint,
        event=event,
        at=now(),
        status=status,
        why=why,
        milliseconds=milliseconds,
        accepted=is_accepted(status),
    )
    return status


def _test(endpoint: WebhookEndpoint, at: datetime) -> tuple[str, bytes]:
    key = f"test {endpoint.pk} {at:%Y%m%dT%H%M%S}"
    payload = {"kind": "test", "key": key, "at": at.isoformat(), "position": 0, "body": {}}
    return key, json.dumps(payload, sort_keys=True).encode()


def _advance(endpoint: WebhookEndpoint, event: Event, accepted_at: datetime | None) -> bool:
    """Move the endpoint past the event; return False if it was paused or changed meanwhile."""
    at = accepted_at or endpoint.accepted_at
    WebhookEndpoint.objects.filter(pk=endpoint.pk, position=endpoint.position, event=endpoint.event).update(
        position=event.position, event=event.pk, tries=0, failing_since=None, next_try_at=None, accepted_at=at
    )
    endpoint.position, endpoint.event, endpoint.tries, endpoint.failing_since = event.position, event.pk, 0, None
    endpoint.accepted_at = at
    return WebhookEndpoint.objects.filter(pk=endpoint.pk, state="running", version=endpoint.version).exists()


def _handle_failure(endpoint: WebhookEndpoint, event: Event, status: int, at: datetime) -> bool:
    """Schedule a retry, skip the event or pause the endpoint; return whether to continue at once."""
    if status in PERMANENT_STATUSES and endpoint.tries + 1 >= ATTEMPTS:
        return _advance(endpoint, event, accepted_at=None)
    since = endpoint.failing_since or at
    if status == ENDPOINT_REMOVED or at - since >= PAUSED_AFTER:
        _pause(endpoint, at=at, why="removed" if status == ENDPOINT_REMOVED else FAILING)
        return False
    wait = WAITS[min(endpoint.tries, len(WAITS) - 1)]
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
        tries=F("tries") + 1, failing_since=since, next_try_at=at + timedelta(seconds=wait)
    )
    _schedule(endpoint.pk, wait + 1)
    return False


@transaction.atomic
def _pause(endpoint: WebhookEndpoint, *, at: datetime, why: str) -> None:
    """Pause a failing endpoint and publish an event about it."""
    if not WebhookEndpoint.objects.filter(pk=endpoint.pk, state="running").update(
        state="paused", why_paused=why, version=F("version") + 1
    ):
        return
    position = audit.record(by=BY, at=at, verb="webhooks.pause", subject=f"webhook:{endpoint.pk}", detail={"why": why})
    events.publish(WebhookEndpointPaused(endpoint_id=endpoint.pk, position=position, why=why), at=at, position=position)


@job(name="webhooks.redeliver")
def redeliver(endpoint_id: int, event_id: int) -> None:
    """Deliver one event again, under the same key and out of order."""
    endpoint = WebhookEndpoint.objects.filter(pk=endpoint_id, state="running").first()
    secrets = active_secrets(endpoint_id, at=now())
    if endpoint is None or not secrets:
        return
    if not is_accepted(status := send(endpoint, Event.objects.get(pk=event_id), secrets)):
        raise DeliveryError(f"answered {status}" if status else "not reached")


@job(name="webhooks.send_test")
def send_test(endpoint_id: int) -> None:
    """Send a test to an endpoint; the log shows the response, and there is no retry."""
    endpoint = WebhookEndpoint.objects.exclude(state="ended").filter(pk=endpoint_id).first()
    if endpoint is not None and (secrets := active_secrets(endpoint_id, at=now())):
        send(endpoint, None, secrets)


def request_redelivery(event_id: int, endpoint_id: int) -> bool:
    """Queue redelivery of an event under its own key; return False if there is no event or running endpoint."""
    running = WebhookEndpoint.objects.filter(pk=endpoint_id, state="running").exists()
    if not running or not Event.objects.filter(pk=event_id).exists():
        return False
    redeliver.defer(endpoint_id=endpoint_id, event_id=event_id)
    return True
