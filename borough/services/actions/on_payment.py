"""What a payment does to the submission that waited for it."""

from datetime import date, datetime

from django.db import transaction

from borough.contacts import public as contacts
from borough.forms.service import Mode
from borough.foundation import audit
from borough.services.actions.fulfil import CHANNELS, finish, route_of_submission
from borough.services.catalogue import service_of
from borough.services.models import Submission


def complete_paid(*, by: str, at: datetime, today: date, reference: str) -> None:
    """Finish the submission that was paid for; paid for before, or none of ours, nothing is done."""
    with transaction.atomic():
        row = Submission.objects.select_for_update().filter(reference=reference, state="awaiting_payment").first()
        if row is None:
            return
        service = service_of(row.service)
        finish(by=by, at=at, today=today, row=row, service=service, route=route_of_submission(row, service, today=today, at=at))


def lapse_unpaid(*, by: str, at: datetime, reference: str) -> None:
    """Close the submission that nobody paid for while they could: it was a contact, and one left halfway."""
    with transaction.atomic():
        row = Submission.objects.select_for_update().filter(reference=reference, state="awaiting_payment").first()
        if row is None:
            return
        contact = contacts.record(
            by=by, at=at, channel=CHANNELS[Mode(row.mode)], service=row.service,
            nature=contacts.Nature(service_of(row.service).nature), outcome=contacts.Outcome.ABANDONED,
            started_at=row.submitted_at, person_id=row.person_id, source="services", source_id=row.reference,
            uprn=row.uprn,
        )  # fmt: skip
        Submission.objects.filter(pk=row.pk).update(state="lapsed", contact=contact.reference)
        audit.record(by=by, at=at, verb="services.lapse", subject=f"submission:{reference}", detail={})
