"""Receivers, their supplies, and pending changes: new, changed and deleted records of each kind."""

from dataclasses import fields

from django.db import connection

from borough.gazetteer.layouts import Layout
from borough.gazetteer.models import Change, FeedSupply, Receiver
from borough.gazetteer.queries.export_rows import count_query
from borough.gazetteer.types.change_feed import FeedState, FeedSupplyDetail, ReceiverDetail

FACTS = [field.name for field in fields(FeedSupplyDetail) if field.name != "receiver"]


def receivers() -> list[ReceiverDetail]:
    """Return all receivers, by name."""
    rows = list(Receiver.objects.order_by("name"))
    change_times = dict(Change.objects.filter(pk__in=[row.since for row in rows]).values_list("pk", "created_at"))
    return [ReceiverDetail(row.pk, row.name, row.layout, row.since, change_times.get(row.since)) for row in rows]


def receiver(number: int) -> ReceiverDetail | None:
    """Return one receiver."""
    return next((item for item in receivers() if item.id == number), None)


def feed_supplies(number: int, *, before: int = 0, limit: int = 20) -> list[FeedSupplyDetail]:
    """Return supplies to a receiver, latest first; before: only those with a lower ID."""
    rows = FeedSupply.objects.filter(receiver_id=number)
    if before:
        rows = rows.filter(pk__lt=before)
    return [_detail(row) for row in rows.order_by("-pk")[:limit]]


def open_feed_supply(number: int) -> FeedSupplyDetail | None:
    """Return the receiver's supply that is being created or awaits delivery."""
    row = FeedSupply.objects.filter(
        receiver_id=number, state__in=[FeedState.REQUESTED.value, FeedState.CREATED.value]
    ).first()
    return _detail(row) if row else None


def _detail(row: FeedSupply) -> FeedSupplyDetail:
    facts = {name: getattr(row, name) for name in FACTS}
    return FeedSupplyDetail(**facts | {"receiver": row.receiver_id, "state": FeedState(row.state)})


def pending_changes(layout: Layout, since: int) -> list[tuple[str, dict[str, int]]]:
    """Return the counts of I, U and D after a change, by kind of record in the layout's order."""
    result = []
    with connection.cursor() as cursor:
        for name in layout.kinds():
            cursor.execute(count_query(name, since), {"since": since})
            counts = {change: int(count) for change, count in cursor.fetchall()}
            if counts:
                result.append((name, counts))
    return result
