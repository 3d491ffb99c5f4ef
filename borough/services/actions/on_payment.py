"""Continue or close the submission that waits for a payment."""

from datetime import date, datetime

from django.db import transaction

from borough.contacts import public as contacts
from borough.forms.service import Mode
from borough.foundation import audit
from borough.services.actions.fulfil import CHANNELS, finish, route_of_submission
from borough.services.catalogue import service_of
from borough.services.models import Submission


def complete_paid(*, by: str, at: datetime, today: date, reference: str) -> None:
    """Complete the submission that was paid for. Does nothing if already complete or not ours."""
    with transaction.atomic():
        row = Submission.objects.select_for_update().filter(reference=reference, state="awaiting_payment").first()
        if row is None:
            return
        service = service_of(row.service)
        finish(
            by=by,
            at=at,
            today=today,
            row=row,
            service=service,
            route=route_of_submission(row, service, today=today, at=at),
        )


def lapse_unpaid(*, by: str, at: datetime, reference: str) -> None:
    """Lapse the submission that was not paid in time; it counts as an abandoned contact."""
    with transaction.atomic():
        row = Submission.objects.select_for_update().filter(reference=reference, state="awaiting_payment").first()
        if row is None:
            return
        contact = contacts.record(
            by=by,
            at=at,
            channel=CHANNELS[Mode(row.mode)],
            service=row.service,
            nature=contacts.Nature(service_of(row.service).nature),
            outcome=contacts.Outcome.ABANDONED,
            started_at=row.submitted_at,
            person_id=row.person_id,
            source="services",
            source_id=row.reference,
            uprn=row.uprn,
        )
        Submission.objects.filter(pk=row.pk).update(state="lapsed", contact=contact.reference)
        audit.record(by=by, at=at, verb="services.lapse", subject=f"submission:{reference}", detail={})
