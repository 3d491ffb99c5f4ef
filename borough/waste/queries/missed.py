"""Missed bins: what can be reported, and existing reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from borough.gazetteer.public import line_of
from borough.waste import catalogue
from borough.waste.models import CrewEvent, MissedBin
from borough.waste.queries.calendar import collections_of
from borough.waste.rules import missed as rules
from borough.waste.rules.days import day_of
from borough.waste.types.calendar import Collection
from borough.waste.types.missed import MissedEnd, MissedQuestion, MissedReport, MissedState, Reason, ReportCheck

LOOKED_BACK = timedelta(days=15)
LOOKED_AHEAD = timedelta(weeks=10)
OPTIONS = 2
ON_A_PAGE = 50
CAME_BACK = "The crew came back for it."


def missed_question(uprn: int, stream: str, at: datetime) -> MissedQuestion:
    """Return the latest collections of a stream at a property, including today's, and if each can be reported."""
    today = day_of(at)
    collections = [
        c for c in collections_of(uprn, today - LOOKED_BACK, today + LOOKED_AHEAD) if c.stream == stream and c.on
    ]
    before = [collection for collection in collections if collection.on and collection.on <= today][::-1][:OPTIONS]
    after = [collection.on for collection in collections if collection.on and collection.on > today]
    options = tuple(
        report_check(uprn, stream, collection.on, at, due=collection) for collection in before if collection.on
    )
    return MissedQuestion(stream=stream, options=options, next_on=min(after, default=None))


def collection_on(uprn: int, stream: str, day: date) -> Collection | None:
    """Return the collection of a stream from a property on a day."""
    collections = collections_of(uprn, day, day + timedelta(days=1))
    return next(
        (collection for collection in collections if collection.stream == stream and collection.on == day), None
    )


def report_check(uprn: int, stream: str, day: date, at: datetime, due: Collection | None) -> ReportCheck:
    """Return whether the collection on a day can be reported now."""
    reported = MissedBin.objects.filter(uprn=uprn, stream=stream, collected_on=day).exists()
    return rules.answer(
        day,
        due=due is not None,
        now=at,
        reasons=crew_reasons_for(uprn, stream, day, due.round if due else ""),
        reported=reported,
        terms=catalogue.missed_terms(),
    )


def crew_reasons_for(uprn: int, stream: str, day: date, round_code: str) -> list[Reason]:
    """Return crew events of a property's collection: at it, in its street and on its round, latest last."""
    line, known = line_of(uprn), catalogue.reasons()
    place = Q(uprn=uprn)
    if line and line.usrn:
        place |= Q(uprn__isnull=True, usrn=line.usrn)
    if round_code:
        place |= Q(uprn__isnull=True, round=round_code)
    rows = CrewEvent.objects.filter(place, on=day, stream=stream).order_by("happened_at", "id")
    return [known[row.reason] for row in rows if row.reason in known]


def report_of(row: MissedBin, *, again: bool = False) -> MissedReport:
    """Convert a row to a report."""
    return MissedReport(
        reference=row.reference,
        uprn=row.uprn,
        stream=row.stream,
        collected_on=row.collected_on,
        state=MissedState(row.state),
        created_at=row.created_at,
        reason=row.reason,
        again=again,
    )


def missed_by_keys(keys: Iterable[str]) -> dict[str, MissedEnd]:
    """Return the status of reports by key: whether closed, since when, and what the crew did or said."""
    known = catalogue.reasons()
    sentences = {MissedState.RETURNED.value: CAME_BACK}
    return {
        row.key: MissedEnd(
            over=row.state != MissedState.OPEN.value,
            at=row.ended_at or row.created_at,
            text=known[row.reason].sentence if row.reason in known else sentences.get(row.state, row.reason),
        )
        for row in MissedBin.objects.filter(key__in=list(keys))
    }


def check_missed_report(uprn: int, stream: str, day: date, at: datetime) -> ReportCheck:
    """Return whether the collection on a day can be reported now, and why not."""
    return report_check(uprn, stream, day, at, due=collection_on(uprn, stream, day))


@dataclass(frozen=True, kw_only=True)
class MissedPage:
    """A page of reports, and their total number."""

    rows: list[MissedReport]
    count: int
    pages: int


def missed_page(*, state: MissedState = MissedState.OPEN, page: int = 1) -> MissedPage:
    """Return reports in a state, oldest collection first."""
    reports = MissedBin.objects.filter(state=state.value)
    count, start = reports.count(), (max(1, page) - 1) * ON_A_PAGE
    rows = reports.order_by("collected_on", "id")[start : start + ON_A_PAGE]
    return MissedPage(rows=[report_of(row) for row in rows], count=count, pages=max(1, -(-count // ON_A_PAGE)))


def missed_at(uprn: int) -> list[MissedReport]:
    """Return the latest reports of a property, newest first."""
    return [report_of(row) for row in MissedBin.objects.filter(uprn=uprn).order_by("-id")[:ON_A_PAGE]]


def crew_reasons_at(uprn: int) -> list[tuple[date, str, str]]:
    """Return recent crew events at a property, newest first: day, stream and reason text."""
    rows, known = CrewEvent.objects.filter(uprn=uprn).order_by("-happened_at")[:ON_A_PAGE], catalogue.reasons()
    return [(row.on, row.stream, known[row.reason].name if row.reason in known else row.reason) for row in rows]
