"""Work that payments leave to the worker; each job may be done again after a crash without doing anything twice."""

from borough.foundation.clock import now
from borough.foundation.jobs import daily, job
from borough.payments.actions import paying, refunding, tending

BY = "system:pay"


@job(name="payments.check")
def check(reference: str) -> None:
    """Ask Pay how a payment stands."""
    paying.check(by=BY, at=now(), reference=reference)


@job(name="payments.cancel_at_pay")
def cancel_at_pay(reference: str) -> None:
    """Cancel at Pay what was taken back here."""
    paying.cancel_at_pay(by=BY, at=now(), reference=reference)


@job(name="payments.send_refund")
def send_refund(refund: int) -> None:
    """Have Pay give money back."""
    refunding.send_refund(by=BY, at=now(), number=refund)


@daily("*/5 * * * *")
@job(name="payments.reconcile", once=True)
def reconcile(timestamp: int) -> None:
    """Ask after what nobody came back for."""
    del timestamp
    tending.reconcile(by=BY, at=now())
