"""Django app of components and layouts."""

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured


class UiConfig(AppConfig):
    """Page rendering: no tables, no business rules."""

    name = "borough.ui"

    def ready(self) -> None:
        """Use the brand of the council's pack; a brand that cannot be read stops the start."""
        from borough.foundation.packs import PackSection, register_section  # noqa: PLC0415 - settings are ready only now
        from borough.ui.theme import check_brand, load_brand  # noqa: PLC0415 - as above

        register_section(PackSection(name="brand", check=check_brand))
        try:
            load_brand()
        except ValueError as fault:
            raise ImproperlyConfigured(str(fault)) from fault
