"""Receivers, their supplies, and what is due to each: how many records of each kind came, changed and went."""

from dataclasses import fields

from django.db import connection

from borough.places.layouts import Layout
from borough.places.models import Change, DueSupply, Receiver
from borough.places.queries.given_out import counting
from borough.places.types.due import DueShown, DueState, ReceiverShown

FACTS = [field.name for field in fields(DueShown) if field.name != "receiver"]


def receivers() -> list[ReceiverShown]:
    """Everyone who receives supplies, by name."""
    rows = list(Receiver.objects.order_by("name"))
    made = dict(Change.objects.filter(pk__in=[row.since for row in rows]).values_list("pk", "made_at"))
    return [ReceiverShown(row.pk, row.name, row.layout, row.since, made.get(row.since)) for row in rows]


def receiver(number: int) -> ReceiverShown | None:
    """One receiver."""
    return next((one for one in receivers() if one.id == number), None)


def supplies_to(number: int, *, before: int = 0, limit: int = 20) -> list[DueShown]:
    """Supplies to a receiver, the latest first; before: only those with a lower id."""
    rows = DueSupply.objects.filter(receiver_id=number)
    if before:
        rows = rows.filter(pk__lt=before)
    return [_shown(row) for row in rows.order_by("-pk")[:limit]]


def open_supply(number: int) -> DueShown | None:
    """The supply to a receiver that is being made, or waits to be given."""
    row = DueSupply.objects.filter(receiver_id=number, state__in=[DueState.ASKED.value, DueState.MADE.value]).first()
    return _shown(row) if row else None


def _shown(row: DueSupply) -> DueShown:
    facts = {name: getattr(row, name) for name in FACTS}
    return DueShown(**facts | {"receiver": row.receiver_id, "state": DueState(row.state)})


def due_since(layout: Layout, since: int) -> list[tuple[str, dict[str, int]]]:
    """What changed after a change, by kind of record in the layout's order: how many of I, U and D each."""
    found = []
    with connection.cursor() as cursor:
        for name in layout.kinds():
            cursor.execute(counting(name, since), {"since": since})
            counts = {change: int(count) for change, count in cursor.fetchall()}
            if counts:
                found.append((name, counts))
    return found
