"""Scheduled jobs of people."""

from borough.foundation import retention
from borough.foundation.clock import now, today
from borough.foundation.jobs import job, periodic
from borough.people.actions.disposal import CLASSES
from borough.people.actions.merges import check_queued_duplicates


@periodic("* * * * *")
@job(name="people.check_duplicates", once=True)
def check_duplicates(timestamp: int = 0) -> None:
    """Check records written in the last minute for duplicates."""
    del timestamp
    while check_queued_duplicates(at=now()):
        continue


@periodic("40 2 * * *")
@job(name="people.dispose", once=True)
def dispose(timestamp: int = 0) -> None:
    """Dispose of data past its retention period, each night."""
    del timestamp
    retention.dispose(
        by="system:people", at=now(), today=today(), keys=[retention_class.key for retention_class in CLASSES]
    )
