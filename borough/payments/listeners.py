"""What payments do when something was asked of them: whatever talks to Pay is left to the worker."""

from borough.foundation.events import subscribe
from borough.payments.jobs import cancel_at_pay, check, send_refund
from borough.payments.types import CancelAsked, PaymentToCheck, RefundAsked


def connect() -> None:
    """Listen to our own asking."""
    subscribe(PaymentToCheck, _check)
    subscribe(CancelAsked, _cancel)
    subscribe(RefundAsked, _refund)


def _check(event: PaymentToCheck, _position: int) -> None:
    check.defer(reference=event.reference)


def _cancel(event: CancelAsked, _position: int) -> None:
    cancel_at_pay.defer(reference=event.reference)


def _refund(event: RefundAsked, _position: int) -> None:
    send_refund.defer(refund=event.refund)
