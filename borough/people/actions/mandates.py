"""Grant, accept, use and revoke mandates."""

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction

from borough.foundation import audit, events, mail
from borough.foundation.db import locks
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.people.models import Mandate, MandateStep, Person
from borough.people.queries import mandates as queries
from borough.people.queries.merged import merged_person_ids
from borough.people.rules import mandates as rules
from borough.people.types import MandateAction, MandateChannel, MandateGranted, MandateRevoked

LETTER = """Someone wants you to help them with the council's services online.

To see who, and to accept, sign in with this email address or make an account with it:
{url}/account/my/helping/

You need do nothing else. If you do not know what this is about, ignore this email: nothing happens until you accept.
"""
TWICE = "This person may help already. Take that back first to change it"


def grant_mandate(
    *,
    by: str,
    at: datetime,
    person_id: int,
    helper_email: str,
    months: int,
    how: MandateChannel,
    services: Collection[str] = (),
) -> str:
    """Grant the owner of an email address use of services for a person; return the mandate's reference.

    services: keys; empty means all. months: one of rules.MONTHS. It is active once the helper has accepted it.
    The result and the email sent do not reveal whether the address has an account.
    """
    email = helper_email.strip().lower()
    with transaction.atomic():
        locks.lock(f"mandates of person {person_id}")
        person = Person.objects.get(pk=person_id)
        if person.erased_at:
            raise Refused("This person was erased, so nobody can help them here.")
        rules.check_can_grant(email=email, own=queries.own_emails(person_id), how=how)
        if Mandate.objects.filter(
            person__in=merged_person_ids(person_id), helper_email=email, revoked_at=None, expires_at__gt=at
        ).exists():
            raise Refused(TWICE)
        row = Mandate.objects.create(
            reference=new_reference(),
            person=person,
            helper_email=email,
            services=sorted(set(services)),
            consent=rules.CONSENT,
            granted_how=how,
            granted_at=at,
            granted_by=by,
            expires_at=rules.expiry(at, months),
        )
        _record_step(row, MandateAction.GRANTED, by=by, at=at)
        mail.enqueue(
            key=f"mandate {row.reference}",
            to=email,
            subject="Can you help someone with the council’s services?",
            text=LETTER.format(url=settings.PUBLIC_URL),
        )
        detail = {"how": how.value, "services": len(row.services), "person": person_id}
        events.record_and_publish(
            MandateGranted(row.reference, how.value),
            by=by,
            at=at,
            verb="people.grant_mandate",
            subject=f"mandate:{row.reference}",
            detail=detail,
        )
    return row.reference


def accept_mandate(*, by: str, at: datetime, reference: str, account_id: int) -> None:
    """Accept a mandate as the signed-in owner of the email address it was granted to. Raises Refused."""
    with transaction.atomic():
        row = Mandate.objects.select_for_update().filter(reference=reference, helper=None).first()
        offered = {mandate.reference for mandate in queries.offered_mandates(account_id, at)}
        if row is None or reference not in offered:
            raise Refused("This cannot be accepted any more. It was taken back, or its time is over")
        Mandate.objects.filter(pk=row.pk).update(helper_id=account_id, accepted_at=at)
        _record_step(row, MandateAction.ACCEPTED, by=by, at=at)
        audit.record(by=by, at=at, verb="people.accept_mandate", subject=f"mandate:{reference}", detail={})


def revoke_mandate(*, by: str, at: datetime, reference: str) -> None:
    """Revoke a mandate: by the resident, by staff on request, or by a helper who stops. Repeating has no effect."""
    with transaction.atomic():
        row = Mandate.objects.select_for_update().get(reference=reference)
        if row.revoked_at is not None:
            return
        Mandate.objects.filter(pk=row.pk).update(revoked_at=max(at, row.granted_at), revoked_by=by)
        _record_step(row, MandateAction.REVOKED, by=by, at=at)
        events.record_and_publish(
            MandateRevoked(reference),
            by=by,
            at=at,
            verb="people.revoke_mandate",
            subject=f"mandate:{reference}",
            detail={},
        )


def record_mandate_use(*, by: str, at: datetime, mandate: str, what: MandateAction, service: str, about: str) -> None:
    """Log the use of a mandate. Call in the action's transaction.

    Raises Refused if it was revoked meanwhile.
    """
    row = Mandate.objects.select_for_update().get(reference=mandate)
    if row.revoked_at is not None:
        raise Refused("You may not do this for them any more")
    _record_step(row, what, by=by, at=at, service=service, about=about)


def revoke_all_mandates(*, by: str, at: datetime, person_id: int, account_id: int | None) -> None:
    """Revoke every mandate a person granted or received. Call in the transaction of their erasure."""
    for reference in Mandate.objects.filter(queries.unrevoked(person_id=person_id, account_id=account_id)).values_list(
        "reference", flat=True
    ):
        revoke_mandate(by=by, at=at, reference=reference)


def _record_step(
    row: Mandate, what: MandateAction, *, by: str, at: datetime, service: str = "", about: str = ""
) -> None:
    MandateStep.objects.create(mandate=row, what=what, service=service, about=about, created_at=at, created_by=by)
