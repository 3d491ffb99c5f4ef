"""Services: each defined once, and used on the web, by phone, at the counter and with a helper."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The service definitions and the runtime that executes them."""

    name = "borough.services"
    label = "services"

    def ready(self) -> None:
        """Subscribe to events."""
        from borough.services import listeners  # noqa: PLC0415 - its tables are there only now

        listeners.connect()
