"""Change collection days of rounds, and withdraw a change."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from borough.foundation import audit, events
from borough.kernel.refusals import Refused
from borough.waste import catalogue
from borough.waste.models import DayChange, Round
from borough.waste.queries.calendar import to_change
from borough.waste.rules import calendar as rules
from borough.waste.types.calendar import Change, ChangeKind, ChangeReason
from borough.waste.types.rounds import CollectionDaysChanged

LONGEST_NOTE = 200


def change_days(
    *,
    by: str,
    at: datetime,
    kind: ChangeKind,
    why: ChangeReason,
    starts_on: date,
    ends_on: date,
    days: int = 0,
    stream: str = "",
    round_code: str = "",
    note: str = "",
) -> Change:
    """Move, drop or add collections on usual days from starts_on to ends_on (exclusive), of a stream, round or all."""
    note = " ".join(note.split())
    with transaction.atomic():
        of = check_change(
            kind=kind, why=why, starts_on=starts_on, ends_on=ends_on, days=days, stream=stream, round_code=round_code
        )
        if len(note) > LONGEST_NOTE:
            raise Refused(f"The note must be {LONGEST_NOTE} characters or less")
        row = DayChange.objects.create(
            kind=kind.value,
            why=why.value,
            stream=stream,
            round=of,
            starts_on=starts_on,
            ends_on=ends_on,
            days=days,
            note=note,
            created_at=at,
            created_by=by,
        )
        _publish(by, at, row, "waste.change_days")
    return to_change(row)


def check_change(
    *, kind: ChangeKind, why: ChangeReason, starts_on: date, ends_on: date, days: int, stream: str, round_code: str
) -> Round | None:
    """Return the round of the change, if it is of one. Raises Refused for an invalid change."""
    rules.check_change(kind=kind, starts_on=starts_on, ends_on=ends_on, days=days, stream=stream, why=why)
    if stream and stream not in catalogue.streams():
        raise Refused("Choose what is collected from the list")
    of = Round.objects.filter(code=round_code).first() if round_code else None
    if round_code and of is None:
        raise Refused("There is no round with that name")
    if kind is ChangeKind.EXTRA and not (stream or of):
        raise Refused("Choose what is collected on the extra day, or by which round")
    return of


def change_days_by(*, by: str, at: datetime, runs: Iterable[tuple[date, date, int]], note: str = "") -> list[Change]:
    """Move collections of all streams by runs of days, for bank holidays: all or none. Raises Refused."""
    with transaction.atomic():
        return [
            change_days(
                by=by,
                at=at,
                kind=ChangeKind.SHIFT,
                why=ChangeReason.HOLIDAY,
                starts_on=start,
                ends_on=end,
                days=days,
                note=note,
            )
            for start, end, days in runs
        ]


def withdraw_change(*, by: str, at: datetime, change: int) -> None:
    """Withdraw a change, so that it has no effect; repeating has no effect. Raises Refused."""
    with transaction.atomic():
        row = DayChange.objects.select_for_update().filter(pk=change).first()
        if row is None:
            raise Refused("There is no such change of collection days")
        if row.withdrawn_at is not None:
            return
        row.withdrawn_at, row.withdrawn_by = at, by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _publish(by, at, row, "waste.withdraw_change", withdrawn=True)


def _publish(by: str, at: datetime, row: DayChange, verb: str, *, withdrawn: bool = False) -> None:
    position = audit.record(
        by=by, at=at, verb=verb, subject=f"day-change:{row.pk}", detail={"kind": row.kind, "days": row.days}
    )
    event = CollectionDaysChanged(row.pk, withdrawn, row.starts_on.isoformat(), row.ends_on.isoformat())
    events.publish(event, at=at, position=position)
