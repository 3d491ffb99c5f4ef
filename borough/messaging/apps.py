"""Messaging: every message the council sends, by email, text or letter, and its delivery status."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """The single channel of outgoing messages."""

    name = "borough.messaging"
    label = "messaging"

    def ready(self) -> None:
        """Subscribe to queue sending for the worker."""
        from borough.messaging import listeners  # noqa: PLC0415 - the apps below must be ready first
        from borough.messaging.actions import retention  # noqa: PLC0415 - as above

        listeners.connect()
        retention.declare()
