"""Webhook endpoints: each has a URL, a secret and a choice of event kinds.

A secret is derived from a stored salt and this instance's key, and shown once: a database copy does not
contain it.
"""

import base64
import secrets as chance
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from borough.foundation import audit
from borough.foundation.http import ssrf
from borough.kernel.refusals import Refused, Stale
from borough.webhooks import dispatch
from borough.webhooks.delivery_log import DeliverySummary, summarise_delivery
from borough.webhooks.models import Delivery, SigningSecret, WebhookEndpoint
from borough.webhooks.signing import SECRET_PREFIX

OVERLAP = timedelta(days=7)  # both secrets are valid, so that the endpoint can switch at any time
MAX_TESTS = 5
MAX_WAITING = 1_000
END_OF_POSITION = 9_223_372_036_854_775_807  # sorts after every event of a position


@dataclass(frozen=True, kw_only=True)
class EndpointDetail:
    """An endpoint for display, without its secret. waiting: pending events, 1,000 at most."""

    endpoint_id: int
    name: str
    url: str
    kinds: tuple[str, ...]
    state: str
    why_paused: str
    version: int
    created_at: datetime
    failing_since: datetime | None
    accepted_at: datetime | None
    old_secret_until: datetime | None
    waiting: int
    is_configured: bool = False


@dataclass(frozen=True, kw_only=True)
class EndpointCreated:
    """The ID and the secret of a new endpoint; the secret is shown only here."""

    endpoint_id: int
    secret: str


class DuplicateName(Refused):
    """Another endpoint has that name."""


def _format_secret(salt: bytes) -> str:
    return SECRET_PREFIX + base64.b64encode(dispatch.derive_secret(salt)).decode()


@transaction.atomic
def create_endpoint(*, by: str, at: datetime, name: str, url: str, kinds: Sequence[str]) -> EndpointCreated:
    """Create an endpoint for future events; empty kinds means all. Raises Refused for a forbidden URL."""
    ssrf.check_address(url)
    _check_name(name)
    row = WebhookEndpoint.objects.create(name=name, url=url, kinds=sorted(set(kinds)), created_at=at, position=0)
    secret = _new_secret(row.pk, at)
    position = audit.record(
        by=by, at=at, verb="webhooks.create", subject=f"webhook:{row.pk}", detail={"kinds": len(kinds)}
    )
    WebhookEndpoint.objects.filter(pk=row.pk).update(position=position, event=END_OF_POSITION)
    dispatch.watch_endpoint(row.pk)
    return EndpointCreated(endpoint_id=row.pk, secret=secret)


def _check_name(name: str, but: int = 0) -> None:
    if WebhookEndpoint.objects.exclude(state="ended").exclude(pk=but).filter(name=name).exists():
        raise DuplicateName("There is a system of that name. Enter another name")


def _new_secret(endpoint_id: int, at: datetime) -> str:
    salt = chance.token_bytes(32)
    SigningSecret.objects.create(endpoint_id=endpoint_id, salt=salt, created_at=at)
    return _format_secret(salt)


@transaction.atomic
def change(*, by: str, at: datetime, endpoint_id: int, version: int, name: str, url: str, kinds: Sequence[str]) -> None:
    """Change the name, URL and event kinds. Raises Stale on a concurrent change."""
    ssrf.check_address(url)
    _check_name(name, but=endpoint_id)
    changed = (
        WebhookEndpoint.objects.filter(pk=endpoint_id, version=version, is_configured=False)
        .exclude(state="ended")
        .update(name=name, url=url, kinds=sorted(set(kinds)), version=F("version") + 1, next_try_at=None)
    )
    if not changed:
        raise Stale("Somebody else has changed this webhook since you opened it. Look at it again.")
    audit.record(by=by, at=at, verb="webhooks.change", subject=f"webhook:{endpoint_id}", detail={"kinds": len(kinds)})
    _dispatch_now(endpoint_id)


def _dispatch_now(endpoint_id: int) -> None:
    dispatch.dispatch_to_endpoint.defer(endpoint_id=endpoint_id)


@transaction.atomic
def rotate(*, by: str, at: datetime, endpoint_id: int) -> str:
    """Rotate the secret and return the new one, shown only here; the old one is valid for seven more days."""
    row = WebhookEndpoint.objects.select_for_update().exclude(state="ended").filter(pk=endpoint_id).first()
    if row is None:
        raise Refused("That webhook has ended.")
    if row.is_configured:
        raise Refused("Its URL and secret are in the settings: BOROUGH_WEBHOOK_URL and BOROUGH_WEBHOOK_SECRET.")
    SigningSecret.objects.filter(Q(ends_at__lte=at), endpoint=endpoint_id).delete()
    if SigningSecret.objects.filter(endpoint=endpoint_id, ends_at__gt=at).exists():
        raise Refused("Its last secret is still taking over from the one before. End the old one first, or wait.")
    SigningSecret.objects.filter(endpoint=endpoint_id, ends_at=None).update(ends_at=at + OVERLAP)
    audit.record(by=by, at=at, verb="webhooks.rotate", subject=f"webhook:{endpoint_id}")
    return _new_secret(endpoint_id, at)


@transaction.atomic
def end_old_secret(*, by: str, at: datetime, endpoint_id: int) -> None:
    """Revoke the old secret now, because the endpoint has switched or the secret leaked."""
    if SigningSecret.objects.filter(endpoint=endpoint_id, ends_at__gt=at).delete()[0]:
        audit.record(by=by, at=at, verb="webhooks.end_old_secret", subject=f"webhook:{endpoint_id}")


@transaction.atomic
def pause(*, by: str, at: datetime, endpoint_id: int) -> None:
    """Pause an endpoint; events wait until it is resumed."""
    if not WebhookEndpoint.objects.filter(pk=endpoint_id, state="running").update(
        state="paused", why_paused="staff", version=F("version") + 1
    ):
        raise Refused("That webhook is not running.")
    audit.record(by=by, at=at, verb="webhooks.pause", subject=f"webhook:{endpoint_id}", detail={"why": "staff"})


@transaction.atomic
def resume(*, by: str, at: datetime, endpoint_id: int, skip: bool = False) -> None:
    """Resume an endpoint from its position; skip: only send events from now on."""
    if not WebhookEndpoint.objects.filter(pk=endpoint_id, state="paused").update(
        state="running", why_paused="", tries=0, failing_since=None, next_try_at=None, version=F("version") + 1
    ):
        raise Refused("That webhook is not paused.")
    position = audit.record(
        by=by, at=at, verb="webhooks.resume", subject=f"webhook:{endpoint_id}", detail={"skip": int(skip)}
    )
    if skip:
        WebhookEndpoint.objects.filter(pk=endpoint_id).update(position=position, event=END_OF_POSITION)
    dispatch.watch_endpoint(endpoint_id)
    _dispatch_now(endpoint_id)


@transaction.atomic
def end(*, by: str, at: datetime, endpoint_id: int) -> None:
    """Delete an endpoint for good: its secrets are deleted, its log stays."""
    if WebhookEndpoint.objects.filter(pk=endpoint_id, is_configured=True).exists():
        raise Refused("It is in the settings. Remove BOROUGH_WEBHOOK_URL there, or pause it here.")
    if (
        not WebhookEndpoint.objects.filter(pk=endpoint_id)
        .exclude(state="ended")
        .update(state="ended", why_paused="", version=F("version") + 1)
    ):
        raise Refused("That webhook has ended.")
    SigningSecret.objects.filter(endpoint=endpoint_id).delete()
    audit.record(by=by, at=at, verb="webhooks.end", subject=f"webhook:{endpoint_id}")


@transaction.atomic
def test(*, by: str, at: datetime, endpoint_id: int) -> None:
    """Queue a test delivery; the response appears in the log."""
    if not WebhookEndpoint.objects.filter(pk=endpoint_id).exclude(state="ended").exists():
        raise Refused("That webhook has ended.")
    audit.record(by=by, at=at, verb="webhooks.test", subject=f"webhook:{endpoint_id}")
    dispatch.send_test.defer(endpoint_id=endpoint_id)


def list_endpoints() -> list[EndpointDetail]:
    """Return all endpoints that have not ended, by name."""
    return [_detail(row) for row in WebhookEndpoint.objects.exclude(state="ended").order_by("name")]


def list_failing() -> list[EndpointDetail]:
    """Return endpoints that were paused after failing."""
    return [
        _detail(row)
        for row in WebhookEndpoint.objects.filter(state="paused").exclude(why_paused="staff").order_by("name")
    ]


def get_endpoint(endpoint_id: int) -> EndpointDetail | None:
    """Return an endpoint, ended or not."""
    row = WebhookEndpoint.objects.filter(pk=endpoint_id).first()
    return _detail(row) if row else None


def _detail(row: WebhookEndpoint) -> EndpointDetail:
    old = SigningSecret.objects.filter(endpoint=row.pk, ends_at__isnull=False).order_by("-ends_at").first()
    return EndpointDetail(
        endpoint_id=row.pk,
        name=row.name,
        url=row.url,
        kinds=tuple(row.kinds),
        state=row.state,
        why_paused=row.why_paused,
        version=row.version,
        created_at=row.created_at,
        failing_since=row.failing_since,
        accepted_at=row.accepted_at,
        old_secret_until=old.ends_at if old else None,
        waiting=dispatch.pending_events(row)[:MAX_WAITING].count(),
        is_configured=row.is_configured,
    )


def recent_tests(endpoint_id: int) -> list[DeliverySummary]:
    """Return an endpoint's latest test deliveries, newest first."""
    rows = Delivery.objects.select_related("endpoint").filter(endpoint=endpoint_id, event=None).order_by("-pk")
    return [summarise_delivery(row) for row in rows[:MAX_TESTS]]
