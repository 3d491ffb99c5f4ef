"""Post: every message the council sends, by email, text or letter, and what became of it."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """One way out for words to people."""

    name = "borough.messaging"
    label = "messaging"

    def ready(self) -> None:
        """Leave the sending to the worker."""
        from borough.messaging import listeners  # noqa: PLC0415 - the apps below must be ready first
        from borough.messaging.actions import retention  # noqa: PLC0415 - as above

        listeners.connect()
        retention.declare()
