"""Record or withdraw the organisation that a contact was for. The ledger itself does not change."""

from datetime import datetime

from django.db import transaction

from borough.contacts.models import Contact, OnBehalf
from borough.contacts.queries import for_organisation, history, organisation_of
from borough.foundation import audit
from borough.foundation.db import locks
from borough.kernel.refusals import Refused

__all__ = ["for_organisation", "organisation_of", "record_organisation", "withdraw"]


def record_organisation(*, by: str, at: datetime, reference: str, organisation_id: int) -> None:
    """Record that a contact was for an organisation; a repeat has no effect. Raises Refused."""
    with transaction.atomic():
        first = _first(reference)
        current = organisation_of(reference)
        if current == organisation_id:
            return
        if current is not None:
            raise Refused("This contact is said to be for another organisation. Take that back first")
        OnBehalf.objects.create(contact_id=first, organisation_id=organisation_id, stated_at=at, stated_by=by)
        _record("on_behalf", reference, organisation_id, by=by, at=at)


def withdraw(*, by: str, at: datetime, reference: str) -> None:
    """Withdraw a wrong statement; no effect if there is none."""
    with transaction.atomic():
        first = _first(reference)
        current = organisation_of(reference)
        if current is None:
            return
        OnBehalf.objects.filter(contact_id=first, withdrawn_at=None).update(withdrawn_at=at, withdrawn_by=by)
        _record("not_on_behalf", reference, current, by=by, at=at)


def _first(reference: str) -> int:
    """Return the first entry of a contact's correction chain, locked; statements refer to it."""
    line = history(reference)
    if not line:
        raise Contact.DoesNotExist(reference)
    locks.lock(f"contact {line[0].id} on behalf")
    return line[0].id


def _record(verb: str, reference: str, organisation: int, *, by: str, at: datetime) -> None:
    detail = {"organisation": organisation}
    audit.record(by=by, at=at, verb=f"contacts.{verb}", subject=f"contact:{reference}", detail=detail)
