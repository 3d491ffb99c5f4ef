"""The log of webhook deliveries: every attempt with its status, for 90 days."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, Max

from borough.foundation.clock import now
from borough.foundation.jobs import job, periodic
from borough.webhooks.models import Delivery

RETENTION = timedelta(days=90)
PAGE_SIZE = 50


def error_name(error: OSError) -> str:
    """Return the error's class name for the log, without its message."""
    return type(getattr(error, "reason", error)).__name__[:60]


@dataclass(frozen=True, kw_only=True)
class DeliverySummary:
    """An event's delivery to one endpoint: attempts, and the last attempt with its status (0: not reached, and why)."""

    event_id: int
    endpoint_id: int
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

    undelivered: only those not yet accepted. endpoint_id: only those of one endpoint.
    """
    attempts = Delivery.objects.exclude(event=None)
    if endpoint_id is not None:
        attempts = attempts.filter(endpoint=endpoint_id)
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
        endpoint=last.endpoint.name,
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
