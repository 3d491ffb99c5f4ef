"""What may be reported as missed, and what has been."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from borough.places.public import line_of
from borough.waste import catalogue
from borough.waste.models import CrewEvent, MissedBin
from borough.waste.queries.calendar import collections_of
from borough.waste.rules import missed as rules
from borough.waste.rules.days import day_of
from borough.waste.types.calendar import Collection
from borough.waste.types.missed import MissedEnd, MissedQuestion, MissedReport, MissedState, Reason, Told

LOOKED_BACK = timedelta(days=15)
LOOKED_AHEAD = timedelta(weeks=10)
OPTIONS = 2
ON_A_PAGE = 50
CAME_BACK = "The crew came back for it."


def missed_question(uprn: int, stream: str, at: datetime) -> MissedQuestion:
    """The latest collections of a stream from a property, today's too, with whether each may be reported."""
    today = day_of(at)
    found = [c for c in collections_of(uprn, today - LOOKED_BACK, today + LOOKED_AHEAD) if c.stream == stream and c.on]
    before = [one for one in found if one.on and one.on <= today][::-1][:OPTIONS]
    after = [one.on for one in found if one.on and one.on > today]
    options = tuple(told(uprn, stream, one.on, at, due=one) for one in before if one.on)
    return MissedQuestion(stream=stream, options=options, next_on=min(after, default=None))


def due_on(uprn: int, stream: str, day: date) -> Collection | None:
    """The collection of a stream from a property on a day."""
    found = collections_of(uprn, day, day + timedelta(days=1))
    return next((one for one in found if one.stream == stream and one.on == day), None)


def told(uprn: int, stream: str, day: date, at: datetime, due: Collection | None) -> Told:
    """Whether the collection on a day may be reported now."""
    reported = MissedBin.objects.filter(uprn=uprn, stream=stream, collected_on=day).exists()
    return rules.answer(
        day, due=due is not None, now=at, reasons=logged(uprn, stream, day, due.round if due else ""),
        reported=reported, terms=catalogue.missed_terms(),
    )  # fmt: skip


def logged(uprn: int, stream: str, day: date, round_code: str) -> list[Reason]:
    """What crews logged of a property's collection: at it, in its street, and on its round, the latest last."""
    line, known = line_of(uprn), catalogue.reasons()
    place = Q(uprn=uprn)
    if line and line.usrn:
        place |= Q(uprn__isnull=True, usrn=line.usrn)
    if round_code:
        place |= Q(uprn__isnull=True, round=round_code)
    rows = CrewEvent.objects.filter(place, on=day, stream=stream).order_by("happened_at", "id")
    return [known[row.reason] for row in rows if row.reason in known]


def report_of(row: MissedBin, *, again: bool = False) -> MissedReport:
    """A row as a report."""
    return MissedReport(
        reference=row.reference, uprn=row.uprn, stream=row.stream, collected_on=row.collected_on,
        state=MissedState(row.state), made_at=row.made_at, reason=row.reason, again=again,
    )  # fmt: skip


def missed_by_keys(keys: Iterable[str]) -> dict[str, MissedEnd]:
    """How reports stand, by the keys they were made under: whether over, since when, and what the crew did or said."""
    known = catalogue.reasons()
    said = {MissedState.RETURNED.value: CAME_BACK}
    return {
        row.key: MissedEnd(
            over=row.state != MissedState.OPEN.value, at=row.ended_at or row.made_at,
            words=known[row.reason].sentence if row.reason in known else said.get(row.state, row.reason),
        )
        for row in MissedBin.objects.filter(key__in=list(keys))
    }  # fmt: skip


def missed_told(uprn: int, stream: str, day: date, at: datetime) -> Told:
    """Whether the collection on a day may be reported now, and why not."""
    return told(uprn, stream, day, at, due=due_on(uprn, stream, day))


@dataclass(frozen=True, kw_only=True)
class MissedPage:
    """A page of reports and how many there are in all."""

    rows: list[MissedReport]
    count: int
    pages: int


def missed_page(*, state: MissedState = MissedState.OPEN, page: int = 1) -> MissedPage:
    """Reports of a state, the oldest collection first."""
    found = MissedBin.objects.filter(state=state.value)
    count, start = found.count(), (max(1, page) - 1) * ON_A_PAGE
    rows = found.order_by("collected_on", "id")[start : start + ON_A_PAGE]
    return MissedPage(rows=[report_of(row) for row in rows], count=count, pages=max(1, -(-count // ON_A_PAGE)))


def missed_at(uprn: int) -> list[MissedReport]:
    """The latest reports of a property, the newest first."""
    return [report_of(row) for row in MissedBin.objects.filter(uprn=uprn).order_by("-id")[:ON_A_PAGE]]


def logged_at(uprn: int) -> list[tuple[date, str, str]]:
    """What crews logged at a property lately, the newest first: the day, the stream and the reason's words."""
    rows, known = CrewEvent.objects.filter(uprn=uprn).order_by("-happened_at")[:ON_A_PAGE], catalogue.reasons()
    return [(row.on, row.stream, known[row.reason].name if row.reason in known else row.reason) for row in rows]
