"""Webhooks: events are sent to other systems, signed and in order, until they are accepted."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Endpoints, dispatch, signing and the delivery log."""

    name = "borough.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        """Subscribe to published events and queue them for the endpoints that want them."""
        from borough.foundation import events  # noqa: PLC0415 - the tables exist only now
        from borough.webhooks import dispatch  # noqa: PLC0415 - the tables exist only now

        events.add_sink(dispatch.queue_event)
