"""Rounds with their properties, existing changes, and the effect of a proposed change."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count, Q

from borough.kernel.holidays import bank_holidays
from borough.waste.models import DayChange, Membership, Round
from borough.waste.queries.calendar import changes_on, to_change
from borough.waste.rules import calendar as rules
from borough.waste.types.calendar import Change, Plan
from borough.waste.types.rounds import RoundSummary

ON_A_PAGE = 50
SOON = timedelta(weeks=10)


@dataclass(frozen=True, kw_only=True)
class RoundPage:
    """A page of rounds, and their total number."""

    rows: list[RoundSummary]
    count: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A collection that a change would move, drop or add; properties is how many it serves."""

    round: str
    stream: str
    properties: int
    before: date | None
    after: date | None


def plan_of(row: Round) -> Plan:
    """Return a round's plan, limited to its period."""
    return Plan(
        round=row.code,
        stream=row.stream,
        first_on=row.first_on,
        every_weeks=row.every_weeks,
        starts_on=row.first_on,
        changed_at=row.changed_at,
    )


def _served(rounds: list[Round], on: date) -> dict[int, int]:
    there = Membership.objects.filter(round__in=rounds, starts_on__lte=on).exclude(ends_on__lte=on)
    return dict(there.values_list("round_id").annotate(n=Count("id")))


def round_page(*, today: date, stream: str = "", page: int = 1) -> RoundPage:
    """Return rounds by name, of one stream or all."""
    rounds = Round.objects.filter(stream=stream) if stream else Round.objects.all()
    count, start = rounds.count(), (max(1, page) - 1) * ON_A_PAGE
    rows = list(rounds.order_by("code")[start : start + ON_A_PAGE])
    served, changes = _served(rows, today), changes_on(today - rules.REACH, today + SOON)
    summaries = []
    for row in rows:
        days = [
            collection.on
            for collection in rules.collections(plan_of(row), changes, today, today + SOON)
            if collection.on
        ]
        summaries.append(
            RoundSummary(
                code=row.code,
                stream=row.stream,
                first_on=row.first_on,
                every_weeks=row.every_weeks,
                crew=row.crew,
                properties=served.get(row.pk, 0),
                next_on=days[0] if days else None,
            )
        )
    return RoundPage(rows=summaries, count=count, pages=max(1, -(-count // ON_A_PAGE)))


def changes_from(today: date, limit: int = 200) -> list[Change]:
    """Return current and future changes, without withdrawn ones, nearest first."""
    rows = DayChange.objects.filter(ends_on__gt=today, withdrawn_at=None).select_related("round")
    return [to_change(row) for row in rows.order_by("starts_on", "id")[:limit]]


def preview(changes: list[Change], limit: int = 200) -> list[Moved]:
    """Return the effect of proposed changes on each round, by day, at most `limit`."""
    start = min(item.starts_on for item in changes) - rules.REACH
    end = max(item.ends_on for item in changes) + rules.REACH
    there = changes_on(start, end, withdrawn=False)
    later = [replace(item, id=2**62 + number) for number, item in enumerate(changes)]
    rounds = list(_of(changes))
    served, moves = _served(rounds, changes[0].starts_on), []
    for row in rounds:
        plan = plan_of(row)
        before = {item.usual_on: item.on for item in rules.collections(plan, there, start, end)}
        after = {item.usual_on: item.on for item in rules.collections(plan, [*there, *later], start, end)}
        for usual in sorted(before.keys() | after.keys()):
            if before.get(usual) != after.get(usual):
                moves.append(
                    Moved(
                        round=row.code,
                        stream=row.stream,
                        properties=served.get(row.pk, 0),
                        before=before.get(usual),
                        after=after.get(usual),
                    )
                )
    return sorted(moves, key=lambda item: (item.before or item.after or start, item.round))[:limit]


def _of(changes: list[Change]) -> "list[Round]":
    wanted = Q()
    for change in changes:
        wanted |= (
            Q(code=change.round) if change.round else Q(stream=change.stream) if change.stream else Q(pk__isnull=False)
        )
    return list(Round.objects.filter(wanted).order_by("code"))


def holiday_runs(start: date, end: date) -> list[tuple[date, date, int]]:
    """Return the proposed shifts for bank holidays from start to end (exclusive): from, to, days later."""
    return rules.proposed_shifts(bank_holidays(), start, end)
