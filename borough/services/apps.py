"""Services: each written once, and asked on the web, by phone, at the counter and with a helper."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The grammar of services, their definitions, and the runtime that asks."""

    name = "borough.services"
    label = "services"

    def ready(self) -> None:
        """Hear of payments."""
        from borough.services import listeners  # noqa: PLC0415 - its tables are there only now

        listeners.connect()
