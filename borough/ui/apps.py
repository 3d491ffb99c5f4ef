"""Django app of components and layouts."""

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class UiConfig(AppConfig):
    """Page rendering: no tables, no business rules."""

    name = "borough.ui"

    def ready(self) -> None:
        """Use the brand of the council's pack; a brand that cannot be read stops the start."""
        from borough.ui.theme import load_brand  # noqa: PLC0415 - settings are ready only now

        try:
            load_brand()
        except ValueError as fault:
            raise ImproperlyConfigured(str(fault)) from fault
