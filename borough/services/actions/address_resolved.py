"""Take in that it is known, now, which property was meant by an address typed by hand."""

from datetime import datetime

from django.db import transaction

from borough.cases import public as cases
from borough.contacts import public as contacts
from borough.foundation import audit
from borough.services.models import Submission

SOURCE = "services"


def set_resolved_address(*, by: str, at: datetime, contact: str, uprn: int | None) -> bool:
    """Give the property to the submission a contact is of, and to its case; None takes it away again.

    What was typed stays as it was typed. Returns whether anything changed.
    """
    entry = contacts.find_entry(contact)
    if entry is None or entry.source != SOURCE:
        return False
    with transaction.atomic():
        row = Submission.objects.select_for_update().filter(reference=entry.source_id, disposed_at=None).first()
        if row is None or row.uprn == uprn:
            return False
        Submission.objects.filter(pk=row.pk).update(uprn=uprn)
        if row.case:
            cases.set_property(by=by, at=at, reference=row.case, uprn=uprn)
        audit.record(by=by, at=at, verb="services.settle_address", subject=f"submission:{row.reference}")
    return True
