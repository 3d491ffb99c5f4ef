"""Listeners that queue delivery when a message or batch is created."""

from borough.foundation.events import subscribe
from borough.messaging.jobs import deliver, send_batch
from borough.messaging.types import BatchToSend, MessageCreated


def connect() -> None:
    """Subscribe to our own events."""
    subscribe(MessageCreated, _deliver)
    subscribe(BatchToSend, _send_batch)


def _deliver(event: MessageCreated, _position: int) -> None:
    deliver.defer(reference=event.reference)


def _send_batch(event: BatchToSend, _position: int) -> None:
    send_batch.defer(reference=event.reference)
