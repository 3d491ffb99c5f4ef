"""Problems other systems tell: what may be told, and how what was told stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from borough.cases import public as cases
from borough.places import public as places
from borough.services.catalogue import catalogue
from borough.services.grammar.reports import Attribute, Problem, asked_of, attribute_of, problems_of
from borough.services.grammar.service import Reports, Service
from borough.services.models import Submission
from borough.services.types import UnknownService

MOST = 1_000


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A problem that was told, as whoever told it may read it. state: the case's; outcome: as the customer reads it."""

    reference: str
    source: str
    problem: Problem
    state: cases.State
    outcome: str
    submitted_at: datetime
    changed_at: datetime
    promised_by: date | None
    words: str
    near: str
    uprn: int | None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, kw_only=True)
class Update:
    """Something that happened to a problem: its number, the state it led to (none for a word), what is told of it."""

    number: int
    reference: str
    at: datetime
    state: cases.State | None
    words: str


def problems() -> tuple[Problem, ...]:
    """Every problem that may be told."""
    return tuple(one for service in catalogue().values() for one in problems_of(service))


def taker_of(code: str) -> tuple[Service, Reports]:
    """The service that takes a problem. Raises UnknownService."""
    for service in catalogue().values():
        if service.reports and code in {one.code for one in problems_of(service)}:
            return service, service.reports
    raise UnknownService("There is no service of that code.")


def attributes(code: str, today: date) -> tuple[Attribute, ...]:
    """What is asked of a problem besides where and what. Raises UnknownService."""
    service, reports = taker_of(code)
    return tuple(attribute_of(one, reports) for one in asked_of(service, reports, code, today))


def reported(
    *, told_by: str, since: datetime, until: datetime, codes: Collection[str] = (), references: Collection[str] = ()
) -> list[Reported]:  # fmt: skip
    """Problems told by sources that begin so, the latest first, 1,000 at most; references overrule all else."""
    rows = Submission.objects.filter(_taken(codes), source__startswith=told_by, disposed_at=None)
    if references:
        rows = rows.filter(reference__in=references)
    else:
        rows = rows.filter(submitted_at__gte=since, submitted_at__lte=until)
    found = list(rows.order_by("-submitted_at", "-id")[:MOST])
    of = [one.case for one in found if one.case]
    standings, changed = cases.standings(of, until.date()), cases.changed_at(of)
    points = _points(found)
    return [
        _reported(row, standings[row.case], changed[row.case], points.get(row.pk))
        for row in found if row.case in standings
    ]  # fmt: skip


def _taken(codes: Collection[str]) -> Q:
    """Submissions of problems, of some codes or all."""
    taken = Q(pk=None)
    for service in catalogue().values():
        if service.reports and not codes:
            taken |= Q(service=service.key)
        elif service.reports:
            taken |= Q(service=service.key, **{f"answers__{service.reports.of}__in": list(codes)})
    return taken


def _spot(row: Submission) -> dict[str, Any]:
    service = catalogue()[row.service]
    spot = row.answers.get(service.reports.spot) if service.reports else None
    return spot if isinstance(spot, dict) else {}


def _points(rows: list[Submission]) -> dict[int, tuple[float, float] | None]:
    """Latitude and longitude of those told by a point."""
    spots = [(row.pk, _spot(row)) for row in rows]
    on_grid = [(pk, (float(one["easting"]), float(one["northing"]))) for pk, one in spots if one.get("easting")]
    found = places.to_latitude_longitude([point for _, point in on_grid])
    return {pk: point for (pk, _), point in zip(on_grid, found, strict=True)}


def _reported(
    row: Submission, case: cases.CaseShown, changed: datetime, point: tuple[float, float] | None
) -> Reported:  # fmt: skip
    service = catalogue()[row.service]
    reports, spot = service.reports, _spot(row)
    code = str(row.answers.get(reports.of, "")) if reports else ""
    known = {one.code: one for one in problems_of(service)}
    unnamed = Problem(code=code, name=service.name, service=service.key, group="", description="")
    return Reported(
        reference=row.reference, source=row.source, problem=known.get(code, unnamed), state=case.state,
        outcome=case.outcome, submitted_at=row.submitted_at, changed_at=changed, promised_by=row.promised_by,
        words=str(row.answers.get(reports.words, "")) if reports else "", near=str(spot.get("near", "")),
        uprn=row.uprn, latitude=round(point[0], 6) if point else None, longitude=round(point[1], 6) if point else None,
    )  # fmt: skip


def updates(*, source: str, since: datetime, until: datetime, after: int = 0) -> list[Update]:
    """What happened to the problems of a source between two moments, in order, 1,000 at most from a number on."""
    steps = cases.steps_between("services", since=since, until=until, after=after, limit=MOST)
    own = set(
        Submission.objects.filter(source=source, reference__in={one.source_id for one in steps}).values_list(
            "reference", flat=True
        )
    )
    return [
        Update(number=one.number, reference=one.source_id, at=one.at, state=one.state, words=one.words)
        for one in steps if one.source_id in own
    ]  # fmt: skip
