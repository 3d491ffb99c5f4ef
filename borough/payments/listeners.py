"""Event listeners that queue all communication with Pay for the worker."""

from borough.foundation.events import subscribe
from borough.payments.jobs import cancel_at_pay, check, send_refund
from borough.payments.types import CancellationRequested, PaymentToCheck, RefundRequested


def connect() -> None:
    """Subscribe to our own events."""
    subscribe(PaymentToCheck, _check)
    subscribe(CancellationRequested, _cancel)
    subscribe(RefundRequested, _refund)


def _check(event: PaymentToCheck, _position: int) -> None:
    check.defer(reference=event.reference)


def _cancel(event: CancellationRequested, _position: int) -> None:
    cancel_at_pay.defer(reference=event.reference)


def _refund(event: RefundRequested, _position: int) -> None:
    send_refund.defer(refund=event.refund)
