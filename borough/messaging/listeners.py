"""What post does when a message or a batch was made: the sending is left to the worker."""

from borough.foundation.events import subscribe
from borough.messaging.jobs import deliver, send_batch
from borough.messaging.types import BatchToSend, MessageCreated


def connect() -> None:
    """Listen to our own making."""
    subscribe(MessageCreated, _deliver)
    subscribe(BatchToSend, _send_batch)


def _deliver(event: MessageCreated, _position: int) -> None:
    deliver.defer(reference=event.reference)


def _send_batch(event: BatchToSend, _position: int) -> None:
    send_batch.defer(reference=event.reference)
