"""Background jobs of waste."""

from borough.foundation import retention
from borough.foundation.clock import now, today
from borough.foundation.jobs import job, periodic
from borough.waste.actions.retention import CLASSES


@periodic("10 0 * * *")
@job(name="waste.run_subscription_clock", once=True)
def advance(timestamp: int) -> None:
    """Start and lapse subscriptions whose day has come."""
    from borough.waste.actions.subscription_clock import advance_subscriptions  # noqa: PLC0415 - few processes need it

    del timestamp
    advance_subscriptions(by="system:clock", at=now(), today=today())


@periodic("55 2 * * *")
@job(name="waste.dispose", once=True)
def dispose(timestamp: int = 0) -> None:
    """Dispose of waste data past its retention period, each night."""
    del timestamp
    retention.dispose(
        by="system:waste", at=now(), today=today(), keys=[retention_class.key for retention_class in CLASSES]
    )
