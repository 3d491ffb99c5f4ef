"""Accept problem reports from other systems (Open311): each is submitted as a complete service request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from borough.cases import public as cases
from borough.forms.reports import questions_for, to_json_value
from borough.forms.service import ProblemReporting, Service
from borough.foundation.db import locks
from borough.foundation.side_effects import already_delivered, mark_delivered
from borough.gazetteer import public as gazetteer
from borough.services.actions.submit_via_api import submit_answers
from borough.services.models import Submission
from borough.services.queries.reports import service_for_code
from borough.services.types import AnswerFault, InvalidSubmission, Receipt

LONGEST_UPRN = 12


@dataclass(frozen=True, kw_only=True)
class ProblemReport:
    """A reported problem: location (a point in degrees, text or a property), description and reporter."""

    code: str
    latitude: float | None = None
    longitude: float | None = None
    near: str = ""
    uprn: str = ""
    description: str = ""
    media: Sequence[str] = ()
    email: str = ""
    phone: str = ""
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)


def submit_report(
    *, by: str, at: datetime, today: date, problem: ProblemReport, source: str, source_id: str
) -> Receipt:
    """Submit a problem report, once per source ID. Raises UnknownService for an unknown code, InvalidSubmission."""
    service, reports = service_for_code(problem.code)
    answers = _answers(reports, problem) | _attributes(service, reports, problem, today)
    for key, value in reports.presumed.items():
        if callable(value) and key not in answers and (worked_out := value(answers, at)) is not None:
            answers[key] = worked_out
    try:
        return submit_answers(
            by=by, at=at, today=today, service=service.key, answers=answers, source=source, source_id=source_id
        )
    except InvalidSubmission:
        if reports.refuses and (message := reports.refuses(answers, at)):
            raise InvalidSubmission((AnswerFault(message),)) from None
        raise


def _answers(reports: ProblemReporting, problem: ProblemReport) -> dict[str, Any]:
    description = "\n".join(filter(None, [problem.description, *(f"Photo: {url}" for url in problem.media)]))
    values = {
        reports.of: problem.code,
        reports.spot: _spot(problem),
        reports.description: description,
        reports.email: problem.email,
        reports.phone: problem.phone,
        reports.address: _property(problem),
    }
    return {key: value for key, value in values.items() if key and value}


def _property(problem: ProblemReport) -> dict[str, Any]:
    """Return the property by its UPRN; an unknown one is left for the question to reject."""
    number = problem.uprn
    return {"uprn": int(number)} if number.isascii() and number.isdecimal() and len(number) <= LONGEST_UPRN else {}


def _spot(problem: ProblemReport) -> dict[str, Any]:
    """Return the location. An unknown UPRN is dropped, since the point or the text gives the location."""
    where: dict[str, Any] = {"near": problem.near, "latitude": problem.latitude, "longitude": problem.longitude}
    number = problem.uprn
    if number.isascii() and number.isdecimal() and len(number) <= LONGEST_UPRN and gazetteer.line_of(int(number)):
        where["uprn"] = int(number)
    return {key: value for key, value in where.items() if value not in (None, "")}


def _attributes(service: Service, reports: ProblemReporting, problem: ProblemReport, today: date) -> dict[str, Any]:
    """Return the attributes that match our questions; other systems' own attributes are not stored."""
    questions = {item.key: item for item in questions_for(service, reports, problem.code, today)}
    presumed = {key: value for key, value in reports.presumed.items() if key in questions and not callable(value)}
    attributes = {key: texts for key, texts in problem.attributes.items() if key in questions and any(texts)}
    return presumed | {
        key: to_json_value(questions[key], [item for item in texts if item], dated=key in reports.dated)
        for key, texts in attributes.items()
    }


@dataclass(frozen=True, kw_only=True)
class ReportUpdate:
    """A later update from the reporter: the sender's ID for it, its status in their terms, and text."""

    reference: str
    update_id: str
    status: str
    text: str


def add_update(*, by: str, at: datetime, added: ReportUpdate, source: str) -> str:
    """Note the update on the case, once per ID. Return “added”, “again” (duplicate) or “unknown” (not theirs)."""
    key = f"open311 update {source} {added.update_id}"
    with transaction.atomic():
        locks.lock(key)
        rows = Submission.objects.filter(source=source, reference=added.reference, disposed_at=None)
        row = rows.exclude(case="").first()
        if row is None:
            return "unknown"
        if already_delivered(key):
            return "again"
        cases.note(by=by, at=at, reference=row.case, text=f"{added.text}\n\nStatus told: {added.status}")
        mark_delivered(key, "open311-update", at)
    return "added"
