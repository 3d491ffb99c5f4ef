"""People: the council's customers and their data."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Residents, businesses and visitors."""

    name = "borough.people"
    label = "people"

    def ready(self) -> None:
        """Register retention classes and the health check of erasure requests."""
        from borough.foundation.ops import health  # noqa: PLC0415 - the apps below must be ready first
        from borough.people.actions import disposal  # noqa: PLC0415 - as above
        from borough.people.queries.erasure import health_check  # noqa: PLC0415 - as above

        disposal.declare()
        health.check("erasure requests")(health_check)
