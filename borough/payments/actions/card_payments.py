"""Card payments: redirect the payer to GOV.UK Pay's page, and trust only Pay's own API responses."""

import contextlib
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F

from borough.foundation import audit, events
from borough.kernel.refusals import Refused
from borough.payments import rules
from borough.payments.actions import ledger, provider
from borough.payments.actions.links import link_of
from borough.payments.actions.provider import ProviderPayment, ProviderRejected, ProviderUnavailable
from borough.payments.models import Attempt, Payment
from borough.payments.types import FailureReason, PaymentFailed, PaymentSettled, PayStatus

SENDING = "sending"  # our status of an attempt before Pay's response
IDEMPOTENCY_CLASH = "P0191"
NOT_THERE = 404
TRIES = 2  # a finished attempt is followed by one new one


def begin(*, by: str, at: datetime, reference: str) -> str:
    """Return the URL of Pay's card page for a payment, created now or found again; "" if it is already paid.

    The request to Pay is stored first, under its own idempotency key, so a crash at any moment leaves at most one
    open payment at Pay. Raises Refused if it cannot be paid, and ProviderUnavailable if Pay cannot be reached.
    """
    if not provider.is_set_up():
        raise ProviderUnavailable("no key for Pay is set")
    for _ in range(TRIES):
        attempt = _open_attempt(by, at, reference)
        at_pay = _provider_payment(attempt)
        if (
            at_pay is not None
            and apply_provider_status(by=by, at=at, attempt_id=attempt.pk, at_pay=at_pay) is PayStatus.SETTLED
        ):
            return ""
        if at_pay is not None and at_pay.next_url and not at_pay.finished:
            return _our_pay(at_pay.next_url)
        if at_pay is None:
            _close_attempt(by, at, attempt, IDEMPOTENCY_CLASH)
        elif not at_pay.finished:
            raise ProviderUnavailable("the payment is under way at Pay")
    raise ProviderUnavailable("Pay finished each attempt at once")


def _our_pay(address: str) -> str:
    """Return the URL if its host is one our pages may submit a form to."""
    parts = urlsplit(address)
    if f"{parts.scheme}://{parts.netloc}" not in settings.PAY_PAGES:
        raise ProviderUnavailable("Pay's card page is at a host that BOROUGH_PAY_PAGES does not name")
    return address


def _open_attempt(by: str, at: datetime, reference: str) -> Attempt:
    """Return the open attempt, or a new one, stored before anything is sent."""
    with transaction.atomic():
        payment = Payment.objects.select_for_update().filter(reference=reference).first()
        if payment is None:
            raise Refused("There is no such payment")
        rules.check_can_pay(PayStatus(payment.status), expires_at=payment.expires_at, at=at)
        if there := Attempt.objects.select_related("payment").filter(payment=payment, finished_at=None).first():
            return there
        number = payment.attempts + 1
        attempt = Attempt.objects.create(payment=payment, number=number, status=SENDING, begun_at=at, checked_at=at)
        payment.attempts, payment.status, payment.version = number, PayStatus.BEGUN.value, payment.version + 1
        payment.save(update_fields=["attempts", "status", "version"])
        audit.record(by=by, at=at, verb="payments.begin", subject=f"payment:{reference}", detail={"attempt": number})
    return attempt


def _provider_payment(attempt: Attempt) -> ProviderPayment | None:
    """Return the attempt's payment at Pay, created if necessary; None if its key was used for another body."""
    if attempt.provider_id:
        return provider.get_payment(attempt.provider_id)
    payment = attempt.payment
    body = {
        "amount": payment.amount,
        "reference": payment.reference,
        "description": payment.description,
        "return_url": f"{settings.PUBLIC_URL}{link_of(payment.reference, payment.mandate)}return/",
        "language": payment.language,
        "moto": payment.moto,
        **({"email": payment.email} if payment.email else {}),
    }
    try:
        return provider.create(body, key=rules.idempotency_key(payment.reference, attempt.number))
    except ProviderRejected as refused:
        if refused.code == IDEMPOTENCY_CLASH:
            return None
        raise ProviderUnavailable(str(refused)) from None


def _close_attempt(by: str, at: datetime, attempt: Attempt, code: str) -> None:
    """Close an attempt that cannot have been paid: the payer was never redirected, or Pay has no such payment."""
    with transaction.atomic():
        payment = Payment.objects.select_for_update().get(pk=attempt.payment_id)
        closed = Attempt.objects.filter(pk=attempt.pk, finished_at=None, provider_id=attempt.provider_id)
        if closed.update(status="error", code=code, finished_at=at, checked_at=at):
            _fail(by, at, payment, FailureReason.ERROR)


def apply_provider_status(*, by: str, at: datetime, attempt_id: int, at_pay: ProviderPayment) -> PayStatus:
    """Apply Pay's status to an attempt, once despite concurrent calls. Return the payment's new status.

    Raises ProviderUnavailable if the amount differs from the one requested, which staff must investigate.
    """
    with transaction.atomic():
        attempt = Attempt.objects.only("payment_id").get(pk=attempt_id)
        payment = Payment.objects.select_for_update().get(pk=attempt.payment_id)
        if at_pay.amount != payment.amount:
            raise ProviderUnavailable("Pay holds another amount than was asked for")
        finished = at_pay.finished or at_pay.status == rules.SUCCEEDED
        moved = Attempt.objects.filter(pk=attempt_id, finished_at=None).update(
            provider_id=at_pay.payment_id,
            status=at_pay.status,
            code=at_pay.code,
            checked_at=at,
            finished_at=at if finished else None,
        )
        if moved and finished:
            if at_pay.status == rules.SUCCEEDED:
                _settle(by, at, payment)
            else:
                _fail(by, at, payment, rules.why_failed(at_pay.status, at_pay.code))
    return PayStatus(payment.status)


def _move(payment: Payment, verb: str, at: datetime, **changes: object) -> bool:
    """Apply a transition to the payment if it is unchanged since it was read; return whether it was applied."""
    after = rules.to_state(PayStatus(payment.status), verb)
    if after is None:
        return False
    over = after in (PayStatus.SETTLED, PayStatus.CANCELLED, PayStatus.LAPSED)
    ending = {"finished_at": at, "email": ""} if over else {}
    rows = Payment.objects.filter(pk=payment.pk, status=payment.status, version=payment.version)
    if not rows.update(status=after.value, version=F("version") + 1, **ending, **changes):
        return False
    payment.status = after.value
    return True


def _settle(by: str, at: datetime, payment: Payment) -> None:
    if not _move(payment, "settle", at, why=""):
        raise ProviderUnavailable("Pay took money for a payment that is over here")
    ledger.write_settled(payment, at)
    subject = f"payment:{payment.reference}"
    position = audit.record(by=by, at=at, verb="payments.settle", subject=subject, detail={"amount": payment.amount})
    event = PaymentSettled(payment.reference, payment.purpose, payment.amount)
    events.publish(event, at=at, position=position)


def _fail(by: str, at: datetime, payment: Payment, why: FailureReason) -> None:
    if not _move(payment, "fail", at, why=why.value):
        return
    detail = {"attempt": payment.attempts, "why": why.value}
    position = audit.record(by=by, at=at, verb="payments.fail", subject=f"payment:{payment.reference}", detail=detail)
    over = payment.status == PayStatus.CANCELLED.value
    event = PaymentFailed(payment.reference, payment.purpose, why.value, payment.attempts, over=over)
    events.publish(event, at=at, position=position)


def check(*, by: str, at: datetime, reference: str) -> PayStatus | None:
    """Fetch the status of the open attempt from Pay and apply it. None if there is no such payment.

    Raises ProviderUnavailable if Pay cannot be reached. An attempt without a response is closed after 90 minutes:
    the payer was never redirected, and Pay has ended it by then.
    """
    payment = Payment.objects.filter(reference=reference).first()
    if payment is None:
        return None
    attempt = Attempt.objects.select_related("payment").filter(payment=payment, finished_at=None).first()
    if attempt is None:
        return PayStatus(payment.status)
    past_its_time = at - attempt.begun_at > rules.PAY_TIME_LIMIT
    if attempt.provider_id is None:
        if past_its_time:
            _close_attempt(by, at, attempt, "P0020")
        return _status(payment)
    try:
        at_pay = provider.get_payment(attempt.provider_id)
    except ProviderRejected as refused:
        if refused.status != NOT_THERE or not past_its_time:
            raise
        _close_attempt(by, at, attempt, refused.code)
        return _status(payment)
    return apply_provider_status(by=by, at=at, attempt_id=attempt.pk, at_pay=at_pay)


def _status(payment: Payment) -> PayStatus:
    return PayStatus(Payment.objects.values_list("status", flat=True).get(pk=payment.pk))


def cancel_at_pay(*, by: str, at: datetime, reference: str) -> PayStatus | None:
    """Cancel a withdrawn payment at Pay; if it was paid meanwhile, settle it."""
    attempt = (
        Attempt.objects.select_related("payment")
        .filter(payment__reference=reference, payment__status=PayStatus.CANCELLING.value, finished_at=None)
        .first()
    )
    if attempt is None:
        return check(by=by, at=at, reference=reference)
    at_pay = _provider_payment(attempt)
    if at_pay is None:
        _close_attempt(by, at, attempt, IDEMPOTENCY_CLASH)
        return PayStatus.CANCELLED
    if not at_pay.finished:
        with contextlib.suppress(ProviderRejected):  # it ended meanwhile: the next check shows how
            provider.cancel(at_pay.payment_id)
        at_pay = provider.get_payment(at_pay.payment_id)
    return apply_provider_status(by=by, at=at, attempt_id=attempt.pk, at_pay=at_pay)
