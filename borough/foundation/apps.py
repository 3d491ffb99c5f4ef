"""Foundation: what every later floor stands on."""

from django.apps import AppConfig


class FoundationConfig(AppConfig):
    """Audit chain, events, jobs, idempotency, files, health."""

    name = "borough.foundation"
    label = "foundation"

    def ready(self) -> None:
        """Lead every event out to those who are told of it."""
        from borough.foundation import events  # noqa: PLC0415 - tables are there only now
        from borough.webhooks import dispatch, delivery_log  # noqa: PLC0415 - tables are there only now

        events.add_sink(delivery_log.queue_event)
        events.add_sink(dispatch.queue_event)
