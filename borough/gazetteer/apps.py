"""Gazetteer: streets, land and property, the basis of every service."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from borough.foundation.ops.health import Finding


class GazetteerConfig(AppConfig):
    """The Local Land and Property Gazetteer (BS 7666), wards and parishes, and address search."""

    name = "borough.gazetteer"
    label = "gazetteer"

    def ready(self) -> None:
        """Subscribe to events, and register the wards of the council's pack and the index health check."""
        from borough.foundation.ops import health  # noqa: PLC0415 - the apps below must be ready first
        from borough.foundation.packs import PackSection, register_section  # noqa: PLC0415
        from borough.gazetteer import listeners  # noqa: PLC0415
        from borough.gazetteer.actions.pack_wards import check_wards, provision_wards  # noqa: PLC0415

        listeners.connect()
        register_section(PackSection(name="wards", check=check_wards, provision=provision_wards))

        health.check("addresses")(_index_health)


def _index_health() -> "Finding":
    from borough.gazetteer.actions.address_search import health_check  # noqa: PLC0415 - loads the engine, which few processes need

    return health_check()
