"""Background jobs of payments; all can safely be repeated after a crash."""

from borough.foundation import retention
from borough.foundation.clock import now, today
from borough.foundation.jobs import job, periodic
from borough.payments.actions import card_payments, reconcile, refunds
from borough.payments.actions.retention import CLASSES

BY = "system:pay"


@job(name="payments.check")
def check(reference: str) -> None:
    """Check a payment's status at Pay."""
    card_payments.check(by=BY, at=now(), reference=reference)


@job(name="payments.cancel_at_provider")
def cancel_at_pay(reference: str) -> None:
    """Cancel a withdrawn payment at Pay."""
    card_payments.cancel_at_pay(by=BY, at=now(), reference=reference)


@job(name="payments.send_refund")
def send_refund(refund: int) -> None:
    """Send a refund to Pay."""
    refunds.send_refund(by=BY, at=now(), number=refund)


@periodic("*/5 * * * *")
@job(name="payments.reconcile", once=True)
def reconcile_payments(timestamp: int) -> None:
    """Reconcile abandoned payments and refunds."""
    del timestamp
    reconcile.reconcile(by=BY, at=now())


@periodic("45 2 * * *")
@job(name="payments.dispose", once=True)
def dispose(timestamp: int = 0) -> None:
    """Dispose of payment data past its retention period, each night."""
    del timestamp
    retention.dispose(by=BY, at=now(), today=today(), keys=[retention_class.key for retention_class in CLASSES])
