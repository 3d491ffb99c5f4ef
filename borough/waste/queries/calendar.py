"""The rounds of a property, the changes of days, and the resulting collections."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from borough.waste.models import DayChange, Membership
from borough.waste.rules import calendar as rules
from borough.waste.types.calendar import Change, ChangeKind, ChangeReason, Collection, Plan


def plans_of(uprn: int, start: date, end: date) -> list[Plan]:
    """Return the rounds of a property from start to end (exclusive), each limited to its membership."""
    rows = Membership.objects.filter(uprn=uprn, starts_on__lt=end).exclude(ends_on__lte=start).select_related("round")
    return [
        Plan(
            round=row.round.code,
            stream=row.round.stream,
            first_on=row.round.first_on,
            every_weeks=row.round.every_weeks,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            changed_at=max(row.changed_at, row.round.changed_at),
        )
        for row in rows.order_by("round__stream", "starts_on", "id")
    ]


def changes_on(start: date, end: date, *, withdrawn: bool = True) -> list[Change]:
    """Return changes that cover usual days from start to end (exclusive), in order of creation."""
    rows = DayChange.objects.filter(starts_on__lt=end, ends_on__gt=start).select_related("round").order_by("id")
    return [to_change(row) for row in (rows if withdrawn else rows.filter(withdrawn_at=None))]


def to_change(row: DayChange) -> Change:
    """Convert a row to a change."""
    return Change(
        id=row.pk,
        kind=ChangeKind(row.kind),
        why=ChangeReason(row.why),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        created_at=row.created_at,
        days=row.days,
        stream=row.stream,
        round=row.round.code if row.round else "",
        note=row.note,
        withdrawn_at=row.withdrawn_at,
    )


def collections_of(uprn: int, start: date, end: date) -> list[Collection]:
    """Return every collection of a property from start to end (exclusive), including those dropped, in order."""
    plans = plans_of(uprn, start - rules.REACH, end + rules.REACH)
    changes = changes_on(start - rules.REACH, end + rules.REACH) if plans else []
    return collections_of_plans(plans, changes, start, end)


def collections_of_plans(plans: Iterable[Plan], changes: list[Change], start: date, end: date) -> list[Collection]:
    """Return the collections of several rounds in order of their days."""
    collections = [collection for plan in plans for collection in rules.collections(plan, changes, start, end)]
    return sorted(
        collections, key=lambda collection: (collection.on or collection.usual_on, collection.stream, collection.round)
    )


def is_served(uprn: int, stream: str, on: date) -> bool:
    """Return whether a round of the stream serves a property on a day or later."""
    return Membership.objects.filter(uprn=uprn, round__stream=stream).exclude(Q(ends_on__lte=on)).exists()
