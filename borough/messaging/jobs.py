"""Background jobs of messaging."""

from pathlib import Path

from django.conf import settings

from borough.foundation import retention
from borough.foundation.clock import now, today
from borough.foundation.jobs import job, periodic
from borough.messaging.actions import batches, delivery
from borough.messaging.actions.bounces import read_folder
from borough.messaging.actions.retention import CLASSES

BY = "system:messaging"


@job(name="messaging.deliver")
def deliver(reference: str) -> None:
    """Deliver one message."""
    delivery.deliver(by=BY, at=now(), reference=reference)


@job(name="messaging.send_bulk")
def send_batch(reference: str) -> None:
    """Send the next rows of a batch."""
    batches.send_next_rows(by=BY, at=now(), reference=reference)


@periodic("*/5 * * * *")
@job(name="messaging.process_bounces", once=True)
def read_bounces(timestamp: int = 0) -> None:
    """Read bounced emails every five minutes, if the mail server puts them into a folder."""
    del timestamp
    if settings.BOUNCES:
        read_folder(by=BY, at=now(), folder=Path(settings.BOUNCES))


@periodic("17 3 * * *")
@job(name="messaging.purge", once=True)
def purge_batch_rows(timestamp: int) -> None:
    """Delete the personal data of batch files once it is not needed."""
    del timestamp
    batches.purge_old_rows(at=now())


@periodic("50 2 * * *")
@job(name="messaging.dispose", once=True)
def dispose(timestamp: int = 0) -> None:
    """Dispose of messages past their retention period, each night."""
    del timestamp
    retention.dispose(by=BY, at=now(), today=today(), keys=[retention_class.key for retention_class in CLASSES])
