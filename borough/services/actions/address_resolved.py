"""Record the property once a hand-typed address has been matched to it."""

from datetime import datetime

from django.db import transaction

from borough.cases import public as cases
from borough.contacts import public as contacts
from borough.foundation import audit
from borough.services.models import Submission

SOURCE = "services"


def set_resolved_address(*, by: str, at: datetime, contact: str, uprn: int | None) -> bool:
    """Set the property on the submission of a contact and on its case; None clears it.

    The typed text is kept unchanged. Return whether anything changed.
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
