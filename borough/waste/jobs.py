"""Work that waste leaves to the worker."""

from borough.foundation.clock import now, today
from borough.foundation.jobs import daily, job


@daily("10 0 * * *")
@job(name="waste.settle_subscriptions", once=True)
def settle(timestamp: int) -> None:
    """Begin and lapse the subscriptions whose day has come."""
    from borough.waste.actions.settling import settle_subscriptions  # noqa: PLC0415 - few processes need it

    del timestamp
    settle_subscriptions(by="system:clock", at=now(), today=today())
