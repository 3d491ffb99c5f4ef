"""Work that places leave to the worker."""

from borough.foundation.clock import now, today
from borough.foundation.jobs import job


@job(name="places.examine", once=True)
def examine_health() -> None:
    """Examine the health of the whole gazetteer."""
    from borough.places.actions.examine import examine  # noqa: PLC0415 - few processes need it

    examine(by="system:worker", at=now(), today=today())
