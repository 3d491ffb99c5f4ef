"""A resident's own appointments and files."""

from dataclasses import dataclass
from datetime import date, datetime

from borough.cases import public as cases
from borough.foundation import files
from borough.services.catalogue import catalogue
from borough.services.models import Draft, Submission, Upload
from borough.services.queries.submissions import own_filter

MOST = 200


@dataclass(frozen=True, kw_only=True)
class AppointmentSummary:
    """An appointment. on: None where we will call to agree a day; text: what happens then, or what they asked for."""

    service_name: str
    text: str
    on: date | None = None
    request: str = ""  # the submission reference
    draft: str = ""  # or the draft reference, where help was requested


@dataclass(frozen=True, kw_only=True)
class Document:
    """A submitted file and its submission."""

    request: str
    service_name: str
    sent_at: datetime
    file: files.FileDetail


def appointments_of(*, account_id: int, person_id: int | None, today: date) -> list[AppointmentSummary]:
    """Return future appointments, next first, preceded by requests for help without a date."""
    return [
        *_helped(account_id),
        *sorted(_days(account_id, person_id, today), key=lambda appointment: str(appointment.on)),
    ]


def _helped(account_id: int) -> list[AppointmentSummary]:
    rows = Draft.objects.filter(account_id=account_id, state="handed").order_by("handed_at")[:MOST]
    known = catalogue()
    return [
        AppointmentSummary(service_name=known[row.service].name, text=row.handed_details, draft=row.reference)
        for row in rows
        if row.service in known
    ]


def _days(account_id: int, person_id: int | None, today: date) -> list[AppointmentSummary]:
    dated = {key: item.appointment for key, item in catalogue().items() if item.appointment}
    rows = Submission.objects.filter(own_filter(account_id, person_id), service__in=dated, state="complete")
    dated_appointments = []
    for row in rows.order_by("-submitted_at")[:MOST]:
        appointment, answer = dated[row.service], (row.answers or {}).get(dated[row.service].of)
        if not answer or (on := date.fromisoformat(answer)) < today:
            continue
        dated_appointments.append(
            (
                row,
                AppointmentSummary(
                    service_name=catalogue()[row.service].name, text=appointment.text, on=on, request=row.reference
                ),
            )
        )
    stood = cases.cases_by_reference([row.case for row, _ in dated_appointments if row.case], today)
    return [
        item for row, item in dated_appointments if not (row.case and row.case in stood and stood[row.case].state.over)
    ]


def documents_of(
    *, account_id: int, person_id: int | None, start: int = 0, limit: int = 20
) -> tuple[list[Document], bool]:
    """Return a page of the resident's files, latest first, and whether there are more."""
    sent = Submission.objects.filter(own_filter(account_id, person_id)).values("pk")
    rows = (
        Upload.objects.filter(submission__in=sent).exclude(file__state="dropped").select_related("file", "submission")
    )
    rows = rows.select_related("file", "submission")
    uploads = list(rows.order_by("-submission__submitted_at", "-id")[start : start + limit + 1])
    known = catalogue()
    return [
        Document(
            request=row.submission.reference,
            sent_at=row.submission.submitted_at,
            file=files.describe_file(row.file, row.name),
            service_name=known[row.submission.service].name if row.submission.service in known else "",
        )
        for row in uploads[:limit]
        if row.submission is not None
    ], len(uploads) > limit
