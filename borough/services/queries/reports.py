"""Problems other systems tell: what may be told, and how what was told stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from borough.cases import public as cases
from borough.places import public as places
from borough.services.catalogue import catalogue
from borough.services.grammar.reports import Attribute, Problem, asked_of, attribute_of, problems_of
from borough.services.grammar.service import Reports, Service, Stood
from borough.services.models import Submission
from borough.services.types import UnknownService

MOST = 1_000
LOOK_BACK = timedelta(days=60)  # no crew comes back for a bin after that


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
    """Something that happened to a problem: its id, the state it led to (none for a word), what is told of it."""

    update_id: str
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
    points, caseless = _points(found), _stood([one for one in found if not one.case])
    stood = {
        one.reference: (standings[one.case].state, standings[one.case].outcome, changed[one.case])
        for one in found if one.case in standings
    } | {reference: _as_case(one) for reference, one in caseless.items()}  # fmt: skip
    return [_reported(row, *stood[row.reference], points.get(row.pk)) for row in found if row.reference in stood]


def _stood(rows: list[Submission]) -> dict[str, Stood]:
    """How those stand that have no case, by what their services know of them."""
    found: dict[str, Stood] = {}
    for key, service in catalogue().items():
        mine = [row.reference for row in rows if row.service == key]
        if mine and service.reports and service.reports.stands:
            found |= service.reports.stands(mine)
    return found


def _as_case(stood: Stood) -> tuple[cases.State, str, datetime]:
    """The same in the words of cases."""
    return (cases.State.DONE, stood.words, stood.at) if stood.over else (cases.State.NEW, "", stood.at)


def _taken(codes: Collection[str]) -> Q:
    """Submissions of problems, of some codes or all."""
    taken = Q(pk=None)
    for service in catalogue().values():
        if service.reports and (not codes or (not service.reports.of and service.reports.code in codes)):
            taken |= Q(service=service.key)
        elif service.reports and service.reports.of:
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
    row: Submission, state: cases.State, outcome: str, changed: datetime, point: tuple[float, float] | None
) -> Reported:  # fmt: skip
    service = catalogue()[row.service]
    reports, spot = service.reports, _spot(row)
    code = (str(row.answers.get(reports.of, "")) if reports.of else reports.code) if reports else ""
    known = {one.code: one for one in problems_of(service)}
    unnamed = Problem(code=code, name=service.name, service=service.key, group="", description="")
    return Reported(
        reference=row.reference, source=row.source, problem=known.get(code, unnamed), state=state,
        outcome=outcome, submitted_at=row.submitted_at, changed_at=changed, promised_by=row.promised_by,
        words=str(row.answers.get(reports.words, "")) if reports else "", near=str(spot.get("near", "")),
        uprn=row.uprn, latitude=round(point[0], 6) if point else None, longitude=round(point[1], 6) if point else None,
    )  # fmt: skip


def updates(*, source: str, since: datetime, until: datetime) -> list[Update]:
    """What happened to the problems of a source between two moments, in order, 1,000 at most of each sort."""
    steps = cases.steps_between("services", since=since, until=until, after=0, limit=MOST)
    mine = Submission.objects.filter(source=source)
    own = set(mine.filter(reference__in={one.source_id for one in steps}).values_list("reference", flat=True))
    found = [
        Update(update_id=str(one.number), reference=one.source_id, at=one.at, state=one.state, words=one.words)
        for one in steps if one.source_id in own
    ]  # fmt: skip
    return sorted([*found, *_ended(mine, since, until)], key=lambda one: one.at)


def _ended(mine: QuerySet[Submission], since: datetime, until: datetime) -> list[Update]:
    """The ends of what has no case and was told lately enough that its teller still asks."""
    rows = mine.filter(case="", disposed_at=None, submitted_at__gte=since - LOOK_BACK, submitted_at__lte=until)
    return [
        Update(update_id=f"{reference}-over", reference=reference, at=one.at, state=cases.State.DONE, words=one.words)
        for reference, one in _stood(list(rows.order_by("-pk")[:MOST])).items() if one.over and since <= one.at <= until
    ]  # fmt: skip
