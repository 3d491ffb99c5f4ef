"""What services hear: money that came for a submission, and money that never will."""

from borough.foundation.clock import now, today
from borough.foundation.events import subscribe
from borough.payments.types import PaymentFailed, PaymentSettled
from borough.services.actions.paid import paid, unpaid

PURPOSE = "services:"
BY = "system:services"


def connect() -> None:
    """Begin to hear."""
    subscribe(PaymentSettled, heard_settled)
    subscribe(PaymentFailed, heard_failed)


def heard_settled(event: PaymentSettled, _position: int) -> None:
    """Finish what was paid for, in the transaction of the payment."""
    if event.purpose.startswith(PURPOSE):
        paid(by=BY, at=now(), today=today(), reference=event.purpose.removeprefix(PURPOSE))


def heard_failed(event: PaymentFailed, _position: int) -> None:
    """Close what can be paid for no more."""
    if event.over and event.purpose.startswith(PURPOSE):
        unpaid(by=BY, at=now(), reference=event.purpose.removeprefix(PURPOSE))
