"""Django app of measures."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from borough.foundation.ops.health import Finding


class MeasuresConfig(AppConfig):
    """Figures counted from records, with their rows and definitions."""

    name = "borough.measures"
    label = "measures"

    def ready(self) -> None:
        """Subscribe to the ledger, and register the extract's health check."""
        from borough.foundation.ops import health  # noqa: PLC0415 - the apps below must be ready first
        from borough.measures import listeners  # noqa: PLC0415

        listeners.connect()
        health.check("figures")(_extract_health)


def _extract_health() -> "Finding":
    from borough.measures.queries import extract_health  # noqa: PLC0415 - loads the engine, which few processes need

    return extract_health()
