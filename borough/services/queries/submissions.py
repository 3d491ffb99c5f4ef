"""Submissions for confirmation pages and lists."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from borough.kernel.messages import from_stored
from borough.people.public import merged_person_ids
from borough.services.catalogue import catalogue, service_of
from borough.services.models import Submission
from borough.services.types import SubmissionSummary


@dataclass(frozen=True, kw_only=True)
class SubmissionDetail:
    """A submission as its confirmation page shows it."""

    reference: str
    service: str
    service_name: str
    mode: str
    state: str
    person_id: int | None
    account_id: int | None
    language: str
    submitted_at: datetime
    promised_by: date | None
    case: str
    contact: str
    fee: int
    payment: str
    pages: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
    read: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]  # as read, in its language
    result_lines: tuple[str, ...]
    next_steps: tuple[str, ...]
    promise: str
    source: str
    source_id: str
    uprn: int | None
    point: tuple[int, int] | None  # of the first marked spot, in metres of the National Grid
    mandate: str
    disposed_at: datetime | None


def submission_of(reference: str) -> SubmissionDetail | None:
    """Return the submission of a reference."""
    row = Submission.objects.filter(reference=reference).first()
    return _sent(row) if row else None


def _sent(row: Submission) -> SubmissionDetail:
    service = catalogue().get(row.service)
    return SubmissionDetail(
        reference=row.reference,
        service=row.service,
        service_name=service.name if service else row.service,
        mode=row.mode,
        state=row.state,
        person_id=row.person_id,
        account_id=row.account_id,
        language=row.language,
        submitted_at=row.submitted_at,
        promised_by=row.promised_by,
        case=row.case,
        contact=row.contact,
        fee=row.fee,
        payment=row.payment,
        pages=_pages(row.wording, "pages"),
        read=_pages(row.wording, "read"),
        result_lines=result_lines(row),
        next_steps=service.next_steps if service else (),
        promise=service.promise.text if service else "",
        source=row.source,
        source_id=row.source_id,
        uprn=row.uprn,
        point=_point(row.answers),
        mandate=row.mandate,
        disposed_at=row.disposed_at,
    )


def result_lines(row: Submission) -> tuple[str, ...]:
    """Return the result lines of its action, untranslated."""
    return tuple(from_stored(line) for line in (row.result or {}).get("lines", ()))


def _point(answers: Any) -> tuple[int, int] | None:
    for answer in answers.values() if isinstance(answers, dict) else ():
        if isinstance(answer, dict) and answer.get("easting") is not None and answer.get("northing") is not None:
            return int(answer["easting"]), int(answer["northing"])
    return None


def _pages(wording: Any, which: str) -> tuple[Any, ...]:
    pages = (wording.get(which) or wording.get("pages", [])) if isinstance(wording, dict) else []
    return tuple((name, tuple((label, tuple(lines)) for label, lines in rows)) for name, rows in pages)


def submissions_of(
    *, person_id: int | None = None, account_id: int | None = None, limit: int = 50, before: datetime | None = None
) -> list[SubmissionSummary]:
    """Return a person's submissions, latest first."""
    whose: dict[str, Any] = {"person_id__in": merged_person_ids(person_id)} if person_id else {"account_id": account_id}
    rows = Submission.objects.filter(**whose)
    if before:
        rows = rows.filter(submitted_at__lt=before)
    return [row_of(row) for row in rows.order_by("-submitted_at")[:limit]]


def own_filter(account_id: int, person_id: int | None) -> Q:
    """Return a filter for a resident's own submissions: sent by them on the web, or by anyone about them.

    Submissions they made as a helper are not included.
    """
    own = Q(account_id=account_id, mode="web")
    return own | Q(person_id__in=merged_person_ids(person_id)) if person_id else own


def requests_of(
    *, account_id: int, person_id: int | None, start: int = 0, limit: int = 20
) -> tuple[list[SubmissionSummary], bool]:
    """Return a page of a resident's submissions, latest first, and whether there are more."""
    rows = Submission.objects.filter(own_filter(account_id, person_id)).order_by("-submitted_at", "-id")
    submissions = list(rows[start : start + limit + 1])
    return [row_of(row) for row in submissions[:limit]], len(submissions) > limit


def own_request(reference: str, *, account_id: int, person_id: int | None) -> SubmissionDetail | None:
    """Return a resident's own submission; None when it does not exist or is someone else's."""
    row = Submission.objects.filter(own_filter(account_id, person_id), reference=reference).first()
    return _sent(row) if row else None


def row_of(row: Submission) -> SubmissionSummary:
    """Convert a submission to its list form."""
    names = {key: service.name for key, service in catalogue().items()}
    return SubmissionSummary(
        reference=row.reference,
        service=row.service,
        service_name=names.get(row.service, row.service),
        mode=row.mode,
        state=row.state,
        submitted_at=row.submitted_at,
        person_id=row.person_id,
        case=row.case,
        promised_by=row.promised_by,
        fee=row.fee,
    )


def name_of(key: str) -> str:
    """Return a service's name."""
    return service_of(key).name
