"""Problem reports from other systems: the problem types, and the status of reports."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from borough.cases import public as cases
from borough.forms.reports import Attribute, ProblemType, attribute_of, problems_of, questions_for
from borough.forms.service import ProblemReporting, ReportStatus, Service
from borough.gazetteer import public as gazetteer
from borough.services.catalogue import catalogue
from borough.services.models import Submission
from borough.services.types import UnknownService

MOST = 1_000
LOOK_BACK = timedelta(days=60)  # no crew returns for a bin after that


@dataclass(frozen=True, kw_only=True)
class ReportedProblem:
    """A reported problem as its reporter may see it. state: the case's; outcome: in customer wording."""

    reference: str
    source: str
    problem: ProblemType
    state: cases.State
    outcome: str
    submitted_at: datetime
    changed_at: datetime
    promised_by: date | None
    description: str
    near: str
    uprn: int | None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, kw_only=True)
class ProblemUpdate:
    """An update of a problem: its ID, the new state (None for a comment) and its text."""

    update_id: str
    reference: str
    at: datetime
    state: cases.State | None
    text: str


def problems() -> tuple[ProblemType, ...]:
    """Return every problem type that can be reported."""
    return tuple(problem for service in catalogue().values() for problem in problems_of(service))


def service_for_code(code: str) -> tuple[Service, ProblemReporting]:
    """Return the service that handles a problem code. Raises UnknownService."""
    for service in catalogue().values():
        if service.reports and code in {problem.code for problem in problems_of(service)}:
            return service, service.reports
    raise UnknownService("There is no service of that code.")


def attributes(code: str, today: date) -> tuple[Attribute, ...]:
    """Return the attributes of a problem besides location and description. Raises UnknownService."""
    service, reports = service_for_code(code)
    return tuple(attribute_of(question, reports) for question in questions_for(service, reports, code, today))


def reported_problems(
    *,
    source_prefix: str,
    since: datetime,
    until: datetime,
    codes: Collection[str] = (),
    references: Collection[str] = (),
) -> list[ReportedProblem]:
    """Return problems from sources with this prefix, latest first, at most 1,000; references override other filters."""
    rows = Submission.objects.filter(_problem_filter(codes), source__startswith=source_prefix, disposed_at=None)
    if references:
        rows = rows.filter(reference__in=references)
    else:
        rows = rows.filter(submitted_at__gte=since, submitted_at__lte=until)
    submissions = list(rows.order_by("-submitted_at", "-id")[:MOST])
    of = [item.case for item in submissions if item.case]
    standings, changed = cases.cases_by_reference(of, until.date()), cases.changed_at(of)
    points, caseless = _points(submissions), _case_free_statuses([item for item in submissions if not item.case])
    stood = {
        item.reference: (standings[item.case].state, standings[item.case].outcome, changed[item.case])
        for item in submissions
        if item.case in standings
    } | {reference: _as_case(item) for reference, item in caseless.items()}
    return [_reported(row, *stood[row.reference], points.get(row.pk)) for row in submissions if row.reference in stood]


def _case_free_statuses(rows: list[Submission]) -> dict[str, ReportStatus]:
    """Return the status of submissions without a case, as reported by their services."""
    statuses: dict[str, ReportStatus] = {}
    for key, service in catalogue().items():
        mine = [row.reference for row in rows if row.service == key]
        if mine and service.reports and service.reports.status_of:
            statuses |= service.reports.status_of(mine)
    return statuses


def _as_case(stood: ReportStatus) -> tuple[cases.State, str, datetime]:
    """Return the status as a case state, outcome text and time."""
    return (cases.State.DONE, stood.text, stood.at) if stood.over else (cases.State.NEW, "", stood.at)


def _problem_filter(codes: Collection[str]) -> Q:
    """Return a filter for problem submissions, of some codes or all."""
    query = Q(pk=None)
    for service in catalogue().values():
        if service.reports and (not codes or (not service.reports.of and service.reports.code in codes)):
            query |= Q(service=service.key)
        elif service.reports and service.reports.of:
            query |= Q(service=service.key, **{f"answers__{service.reports.of}__in": list(codes)})
    return query


def _spot(row: Submission) -> dict[str, Any]:
    service = catalogue()[row.service]
    spot = row.answers.get(service.reports.spot) if service.reports else None
    return spot if isinstance(spot, dict) else {}


def _points(rows: list[Submission]) -> dict[int, tuple[float, float] | None]:
    """Return latitude and longitude of submissions with a point."""
    spots = [(row.pk, _spot(row)) for row in rows]
    on_grid = [(pk, (float(spot["easting"]), float(spot["northing"]))) for pk, spot in spots if spot.get("easting")]
    converted = gazetteer.to_latitude_longitude([point for _, point in on_grid])
    return {pk: point for (pk, _), point in zip(on_grid, converted, strict=True)}


def _reported(
    row: Submission, state: cases.State, outcome: str, changed: datetime, point: tuple[float, float] | None
) -> ReportedProblem:
    service = catalogue()[row.service]
    reports, spot = service.reports, _spot(row)
    code = (str(row.answers.get(reports.of, "")) if reports.of else reports.code) if reports else ""
    known = {problem.code: problem for problem in problems_of(service)}
    unnamed = ProblemType(code=code, name=service.name, service=service.key, group="", description="")
    return ReportedProblem(
        reference=row.reference,
        source=row.source,
        problem=known.get(code, unnamed),
        state=state,
        outcome=outcome,
        submitted_at=row.submitted_at,
        changed_at=changed,
        promised_by=row.promised_by,
        description=str(row.answers.get(reports.description, "")) if reports else "",
        near=str(spot.get("near", "")),
        uprn=row.uprn,
        latitude=round(point[0], 6) if point else None,
        longitude=round(point[1], 6) if point else None,
    )


def updates(*, source: str, since: datetime, until: datetime) -> list[ProblemUpdate]:
    """Return the updates of a source's problems in a time window, in order, at most 1,000 of each kind."""
    steps = cases.steps_between("services", since=since, until=until, after=0, limit=MOST)
    mine = Submission.objects.filter(source=source)
    own = set(mine.filter(reference__in={item.source_id for item in steps}).values_list("reference", flat=True))
    updates = [
        ProblemUpdate(
            update_id=str(item.number), reference=item.source_id, at=item.at, state=item.state, text=item.text
        )
        for item in steps
        if item.source_id in own
    ]
    return sorted([*updates, *_ended(mine, since, until)], key=lambda item: item.at)


def _ended(mine: QuerySet[Submission], since: datetime, until: datetime) -> list[ProblemUpdate]:
    """Return closing updates of recent case-free submissions, within the look-back period."""
    rows = mine.filter(case="", disposed_at=None, submitted_at__gte=since - LOOK_BACK, submitted_at__lte=until)
    return [
        ProblemUpdate(
            update_id=f"{reference}-over", reference=reference, at=status.at, state=cases.State.DONE, text=status.text
        )
        for reference, status in _case_free_statuses(list(rows.order_by("-pk")[:MOST])).items()
        if status.over and since <= status.at <= until
    ]
