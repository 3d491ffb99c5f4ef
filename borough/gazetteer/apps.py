"""Places: the gazetteer of streets, land and property, on which every service hangs."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from borough.foundation.ops.health import Finding


class GazetteerConfig(AppConfig):
    """The Local Land and Property Gazetteer (BS 7666), its wards and parishes, and ways to find an address in it."""

    name = "borough.gazetteer"
    label = "gazetteer"

    def ready(self) -> None:
        """Hear what is asked, and say how the index of addresses stands."""
        from borough.foundation.ops import health  # noqa: PLC0415 - the apps below must be ready first
        from borough.gazetteer import listeners  # noqa: PLC0415

        listeners.connect()

        health.check("addresses")(_index_health)


def _index_health() -> "Finding":
    from borough.gazetteer.actions.address_search import health_check  # noqa: PLC0415 - loads the engine, which few processes need

    return health_check()
