"""A round's collection days: usual days, and changes that move, drop or add some."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from borough.kernel.refusals import Refused
from borough.waste.types.calendar import Change, ChangeKind, ChangeReason, Collection, Plan

MOST_DAYS = 14  # for a longer move, a collection is dropped and another added
MOST_WEEKS = 8
SUNDAY = 7
REACH = timedelta(days=MOST_DAYS)
Runs = list[tuple[date, date, int]]


def usual_days(plan: Plan, start: date, end: date) -> Iterator[date]:
    """Yield the plan's usual days from start to end (exclusive)."""
    first = max(start, plan.starts_on, plan.first_on)
    last = min(end, plan.ends_on or end)
    step = timedelta(weeks=plan.every_weeks)
    missed = (first - plan.first_on + step - timedelta(days=1)) // step
    day = plan.first_on + missed * step
    while day < last:
        yield day
        day += step


def concerns(change: Change, plan: Plan) -> bool:
    """Return whether a change applies to the plan's stream and round."""
    return change.stream in ("", plan.stream) and change.round in ("", plan.round)


def collections(plan: Plan, changes: Sequence[Change], start: date, end: date) -> list[Collection]:
    """Return the collections from start to end (exclusive), including those dropped, in order.

    If several changes cover a day, a round's change has priority over a stream's, that over one for all, and a
    later one over an earlier one. No two collections are on one day.
    """
    ours = [change for change in changes if concerns(change, plan)]
    by_day: dict[tuple[date, bool], Collection] = {}
    for collection in [*_extras(plan, ours), *_moved(plan, ours, start - REACH, end + REACH)]:
        day = collection.on or collection.usual_on
        if start <= day < end:
            by_day.setdefault((day, collection.on is None), collection)
    collections = [
        collection for (day, dropped), collection in by_day.items() if not dropped or (day, False) not in by_day
    ]
    return sorted(collections, key=lambda collection: (collection.on or collection.usual_on, collection.usual_on))


def _moved(plan: Plan, changes: Sequence[Change], start: date, end: date) -> Iterator[Collection]:
    for usual in usual_days(plan, start, end):
        touching = [c for c in changes if c.kind is not ChangeKind.EXTRA and c.starts_on <= usual < c.ends_on]
        live = [c for c in touching if c.withdrawn_at is None]
        rule = max(live, key=_weight) if live else None
        yield Collection(
            stream=plan.stream,
            round=plan.round,
            usual_on=usual,
            on=_where(usual, rule),
            why=rule.why if rule else None,
            note=rule.note if rule else "",
            sequence=len(touching) * 2 - len(live),
            changed_at=_last_touched(plan, touching),
        )


def _extras(plan: Plan, changes: Sequence[Change]) -> Iterator[Collection]:
    for change in changes:
        runs = plan.starts_on <= change.starts_on and (plan.ends_on is None or change.starts_on < plan.ends_on)
        if change.kind is ChangeKind.EXTRA and change.withdrawn_at is None and runs:
            yield Collection(
                stream=plan.stream,
                round=plan.round,
                usual_on=change.starts_on,
                on=change.starts_on,
                why=change.why,
                note=change.note,
                sequence=0,
                changed_at=change.created_at,
            )


def _weight(change: Change) -> tuple[bool, bool, int]:
    return bool(change.round), bool(change.stream), change.id


def _where(usual: date, rule: Change | None) -> date | None:
    if rule is None:
        return usual
    return None if rule.kind is ChangeKind.SUSPEND else usual + timedelta(days=rule.days)


def _last_touched(plan: Plan, touching: Sequence[Change]) -> datetime | None:
    moments = [plan.changed_at, *(c.created_at for c in touching), *(c.withdrawn_at for c in touching)]
    return max((moment for moment in moments if moment), default=None)


def check_plan(*, first_on: date, every_weeks: int) -> None:
    """Raise Refused unless a round repeats every one to eight weeks, and not on a Sunday."""
    if not 1 <= every_weeks <= MOST_WEEKS:
        raise Refused(f"A round goes every 1 to {MOST_WEEKS} weeks")
    if first_on.isoweekday() == SUNDAY:
        raise Refused("A round does not go on a Sunday")


def check_change(
    *, kind: ChangeKind, starts_on: date, ends_on: date, days: int, stream: str, why: ChangeReason
) -> None:
    """Raise Refused unless a change covers some days, and a move is by a few days."""
    if ends_on <= starts_on:
        raise Refused("The last day must be the same as or after the first day")
    if (kind is ChangeKind.SHIFT) != bool(days) or abs(days) > MOST_DAYS:
        raise Refused(f"Collections that move go 1 to {MOST_DAYS} days earlier or later; others do not move")
    if kind is ChangeKind.EXTRA and ends_on != starts_on + timedelta(days=1):
        raise Refused("An extra collection is on one day")
    if why is ChangeReason.SEASON and not stream:
        raise Refused("Choose what is not collected out of season")


def proposed_shifts(holidays: Iterable[date], start: date, end: date) -> Runs:
    """Return runs of usual days and how many days later each is, for bank holidays from start to end (exclusive).

    From a holiday to the end of its week each round moves to the next free day, Saturdays included, in the order of
    the rounds, as most councils publish. The council can edit the proposal.
    """
    off = set(holidays)
    shifts: list[tuple[date, int]] = []
    for monday in sorted({day - timedelta(days=day.weekday()) for day in off if start <= day < end}):
        last = monday - timedelta(days=1)
        for usual in (monday + timedelta(days=number) for number in range(5)):
            last = _next_free(max(usual, last + timedelta(days=1)), off)
            if last != usual:
                shifts.append((usual, (last - usual).days))
    return _runs(shifts)


def _next_free(day: date, off: set[date]) -> date:
    while day in off or day.isoweekday() == SUNDAY:
        day += timedelta(days=1)
    return day


def _runs(shifts: list[tuple[date, int]]) -> Runs:
    runs: Runs = []
    for day, days in shifts:
        if runs and runs[-1][1] == day and runs[-1][2] == days:
            runs[-1] = (runs[-1][0], day + timedelta(days=1), days)
        else:
            runs.append((day, day + timedelta(days=1), days))
    return runs
