"""Request a payment, once for each key, and cancel the request."""

from datetime import datetime

from django.db import transaction

from borough.foundation import audit, events
from borough.foundation.db import locks
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.payments import rules
from borough.payments.actions.links import token_of
from borough.payments.models import Attempt, Payment
from borough.payments.types import CancellationRequested, FailureReason, PaymentFailed, PaymentRequest, PayStatus

LONGEST_KEY = 120


def request_payment(
    *,
    by: str,
    at: datetime,
    key: str,
    purpose: str,
    amount: int,
    description: str,
    return_to: str,
    email: str = "",
    language: str = "en",
    person_id: int | None = None,
    moto: bool = False,
    mandate: str = "",
) -> PaymentRequest:
    """Request a payment in pence, payable for 28 days by anyone with the link. Nothing is sent.

    key: the subject, such as “submission 7QK2M9XA01BD4HZT”; a repeat returns the existing payment.
    purpose: the receiver of events, as in services:7QK2M9XA01BD4HZT. description: shown to the payer and Pay.
    return_to: a path of our own to continue at after payment. moto: staff take the payment by phone.
    mandate: of the helper who submitted it; their link ends with that.
    Raises Refused, also if the key was used before for another amount or purpose.
    """
    description = " ".join(description.split())
    rules.check_can_ask(amount=amount, purpose=purpose, description=description, return_to=return_to, language=language)
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refused(f"A payment's key is 1 to {LONGEST_KEY} characters")
    with transaction.atomic():
        locks.lock(f"payment {key}")
        if there := Payment.objects.filter(key=key).first():
            if (there.amount, there.purpose) != (amount, purpose):
                raise Refused("This was asked for before with another amount")
            return PaymentRequest(there.reference, token_of(there.reference), PayStatus(there.status))
        payment = Payment.objects.create(
            reference=new_reference(),
            key=key,
            purpose=purpose,
            amount=amount,
            description=description,
            return_to=return_to,
            email=email[:254],
            language=language,
            person_id=person_id,
            moto=moto,
            requested_by=by,
            mandate=mandate,
            requested_at=at,
            expires_at=at + rules.LINK_LASTS,
            status=PayStatus.REQUESTED.value,
            version=1,
        )
        detail = {"amount": amount, "purpose": purpose, "moto": moto}
        audit.record(by=by, at=at, verb="payments.request", subject=f"payment:{payment.reference}", detail=detail)
    return PaymentRequest(payment.reference, token_of(payment.reference), PayStatus.REQUESTED)


def cancel(*, by: str, at: datetime, reference: str) -> PayStatus:
    """Cancel the request. A payment in progress is cancelled at Pay by a job, if still possible.

    Repeating has no effect. Raises Refused once it is paid or over.
    """
    with transaction.atomic():
        payment = Payment.objects.select_for_update().filter(reference=reference).first()
        if payment is None:
            raise Refused("There is no payment with that reference")
        status = PayStatus(payment.status)
        if status in (PayStatus.CANCELLED, PayStatus.CANCELLING):
            return status
        rules.check_can_cancel(status)
        open_at_pay = Attempt.objects.filter(payment=payment, finished_at__isnull=True).exists()
        after = PayStatus.CANCELLING if open_at_pay else PayStatus.CANCELLED
        payment.status, payment.version = after.value, payment.version + 1
        if after is PayStatus.CANCELLED:
            payment.finished_at, payment.email, payment.why = at, "", FailureReason.CANCELLED.value
        payment.save(update_fields=["status", "version", "finished_at", "email", "why"])
        position = audit.record(by=by, at=at, verb="payments.cancel", subject=f"payment:{reference}")
        if after is PayStatus.CANCELLING:
            events.publish(CancellationRequested(reference), at=at, position=position)
        else:
            event = PaymentFailed(
                reference, payment.purpose, FailureReason.CANCELLED.value, payment.attempts, over=True
            )
            events.publish(event, at=at, position=position)
    return after
