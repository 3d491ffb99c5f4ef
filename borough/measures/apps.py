"""Measures, as Django knows them."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Figures counted from records, with their rows and their definitions."""

    name = "borough.measures"
    label = "measures"

    def ready(self) -> None:
        """Hear what is written to the ledger, and say how the extract stands."""
        from borough.foundation import health  # noqa: PLC0415 - the apps below must be ready first
        from borough.measures import listeners, queries  # noqa: PLC0415

        listeners.connect()
        health.check("figures")(queries.standing)
