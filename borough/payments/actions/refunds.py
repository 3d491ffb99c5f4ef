"""Refunds: never more than was paid and never twice, although Pay has no idempotency key for refunds."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Sum

from borough.foundation import audit, events
from borough.kernel.refusals import Refused
from borough.payments import rules
from borough.payments.actions import ledger, provider
from borough.payments.actions.provider import ProviderRefund, ProviderRejected, ProviderUnavailable
from borough.payments.models import Attempt, Payment, Refund
from borough.payments.types import PayStatus, RefundCompleted, RefundRequested, RefundStatus

CHANGED = "Pay has another amount left than we hold, so somebody refunded it elsewhere. Compare the two"
NOT_SO = "Pay did not allow it"
BANK = "The card’s bank did not take it. The card may be closed: refund it another way"
LONGEST_REASON = 300


def refund(*, by: str, at: datetime, reference: str, amount: int, reason: str, key: str) -> int:
    """Request a refund in pence to the original card; a job sends it to Pay. Return the refund's number.

    A repeated key returns the existing refund. Raises Refused for more than is left, or without a reason.
    """
    reason = " ".join(reason.split())[:LONGEST_REASON]
    with transaction.atomic():
        payment = Payment.objects.select_for_update().filter(reference=reference).first()
        if payment is None:
            raise Refused("There is no payment with that reference")
        if there := Refund.objects.filter(key=key).first():
            if (there.payment_id, there.amount) != (payment.pk, amount):
                raise Refused("This was asked for before with another amount")
            return there.pk
        left = payment.amount - payment.refund_reserved
        rules.check_can_refund(PayStatus(payment.status), amount=amount, available=left, reason=reason)
        Payment.objects.filter(pk=payment.pk).update(
            refund_reserved=F("refund_reserved") + amount, version=F("version") + 1
        )
        row = Refund.objects.create(
            payment=payment,
            key=key,
            amount=amount,
            reason=reason,
            status=RefundStatus.REQUESTED.value,
            requested_by=by,
            requested_at=at,
        )
        ledger.write_refund_requested(row, at)
        events.record_and_publish(
            RefundRequested(row.pk),
            by=by,
            at=at,
            verb="payments.refund",
            subject=f"payment:{reference}",
            detail={"refund": row.pk, "amount": amount},
        )
    return row.pk


def send_refund(*, by: str, at: datetime, number: int) -> RefundStatus:
    """Send a refund to Pay. Raises ProviderUnavailable if Pay cannot be reached, or while another is in progress.

    The amount expected to be available is stored first and sent along, so that a refund repeated after a crash
    finds less available and is rejected; it is then found among Pay's refunds as one unknown to us.
    """
    row = _claim(number)
    if row is None or row.expected_available is None:
        return RefundStatus(Refund.objects.values_list("status", flat=True).get(pk=number))
    payment_id = Attempt.objects.values_list("provider_id", flat=True).get(
        payment=row.payment_id, status=rules.SUCCEEDED
    )
    if payment_id is None:
        raise ProviderUnavailable("a paid attempt has no id")
    try:
        provider_refund = _sent_before(row, payment_id) or provider.refund(
            payment_id, amount=row.amount, available=row.expected_available
        )
    except ProviderRejected as refused:
        if refused.status == 404:
            raise ProviderUnavailable(str(refused)) from None
        previous = _sent_before(row, payment_id)
        if previous is None:
            return _end(by, at, row, RefundStatus.FAILED, CHANGED if refused.status == 412 else NOT_SO)
        provider_refund = previous
    return _apply_provider_status(by, at, row, provider_refund)


def _claim(number: int) -> Refund | None:
    """Return the refund with its expected availability stored; one at a time per payment. None if already sent."""
    with transaction.atomic():
        row = Refund.objects.select_related("payment").get(pk=number)
        Payment.objects.select_for_update().get(pk=row.payment_id)
        row.refresh_from_db(fields=["status", "expected_available"])
        if row.status != RefundStatus.REQUESTED.value:
            return None
        if row.expected_available is None:
            others = Refund.objects.filter(payment=row.payment_id)
            if others.filter(status=RefundStatus.REQUESTED.value, expected_available__isnull=False).exists():
                raise ProviderUnavailable("another refund of this payment is on its way")
            already_refunded = (
                others.filter(status__in=["submitted", "completed"]).aggregate(all=Sum("amount"))["all"] or 0
            )
            row.expected_available = row.payment.amount - already_refunded
            row.save(update_fields=["expected_available"])
    return row


def _sent_before(row: Refund, payment_id: str) -> ProviderRefund | None:
    """Return a refund at Pay of this amount that is unknown to us: one whose response was lost."""
    known = set(Refund.objects.filter(payment=row.payment_id).values_list("provider_id", flat=True))
    strange = [
        provider_refund for provider_refund in provider.refunds(payment_id) if provider_refund.refund_id not in known
    ]
    return next(
        (
            provider_refund
            for provider_refund in strange
            if provider_refund.amount == row.amount and provider_refund.status != "error"
        ),
        None,
    )


def _apply_provider_status(by: str, at: datetime, row: Refund, provider_refund: ProviderRefund) -> RefundStatus:
    after = {"success": RefundStatus.COMPLETED, "error": RefundStatus.FAILED}.get(
        provider_refund.status, RefundStatus.SUBMITTED
    )
    return _end(by, at, row, after, BANK if after is RefundStatus.FAILED else "", provider_refund.refund_id)


def _end(by: str, at: datetime, row: Refund, after: RefundStatus, why_not: str, provider_id: str = "") -> RefundStatus:
    """Apply the final status once, by a transition of the state table."""
    over = after in (RefundStatus.COMPLETED, RefundStatus.FAILED)
    sources = [before.value for before, _, to in rules.REFUND_STATES if to is after]
    with transaction.atomic():
        Payment.objects.select_for_update().get(pk=row.payment_id)
        moved = Refund.objects.filter(pk=row.pk, status__in=sources).update(
            status=after.value,
            why_not=why_not,
            provider_id=provider_id or row.provider_id,
            finished_at=at if over else None,
        )
        if not moved:
            return RefundStatus(Refund.objects.values_list("status", flat=True).get(pk=row.pk))
        if over:
            _close(by, at, row, after)
    return after


def _close(by: str, at: datetime, row: Refund, after: RefundStatus) -> None:
    completed = after is RefundStatus.COMPLETED
    (ledger.write_refund_completed if completed else ledger.write_refund_failed)(row, at)
    change = (
        {"refunded": F("refunded") + row.amount}
        if completed
        else {"refund_reserved": F("refund_reserved") - row.amount}
    )
    Payment.objects.filter(pk=row.payment_id).update(version=F("version") + 1, **change)
    detail = {"refund": row.pk, "amount": row.amount}
    verb = "payments.refund_completed" if completed else "payments.refund_failed"
    position = audit.record(by=by, at=at, verb=verb, subject=f"payment:{row.payment.reference}", detail=detail)
    if completed:
        event = RefundCompleted(row.payment.reference, row.payment.purpose, row.amount, row.pk)
        events.publish(event, at=at, position=position)


def check_refund(*, by: str, at: datetime, number: int) -> RefundStatus:
    """Fetch the status of a refund sent to Pay. Raises ProviderError if Pay cannot be reached."""
    row = Refund.objects.select_related("payment").get(pk=number)
    if row.status != RefundStatus.SUBMITTED.value or row.provider_id is None:
        return RefundStatus(row.status)
    paid = Attempt.objects.get(payment=row.payment_id, status=rules.SUCCEEDED)
    provider_refund = provider.get_refund(str(paid.provider_id), row.provider_id)
    return (
        RefundStatus.SUBMITTED
        if provider_refund.status == "submitted"
        else _apply_provider_status(by, at, row, provider_refund)
    )
