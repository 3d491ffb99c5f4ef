"""Services: each defined once, and used on the web, by phone, at the counter and with a helper."""

from django.apps import AppConfig
from django.core.signals import request_started


class ServicesConfig(AppConfig):
    """The service definitions and the runtime that executes them."""

    name = "borough.services"
    label = "services"

    def ready(self) -> None:
        """Subscribe to events, and register the services of the council's pack."""
        from borough.foundation.packs import PackSection, register_section  # noqa: PLC0415 - after the settings
        from borough.services import listeners  # noqa: PLC0415 - its tables are there only now
        from borough.services.actions.pack import check_services, provision_services  # noqa: PLC0415 - as above

        listeners.connect()
        request_started.connect(listeners.reload_changed_texts, dispatch_uid="services.changed_texts")
        register_section(PackSection(name="services", check=check_services, provision=provision_services))
