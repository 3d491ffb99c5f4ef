"""People: the customers of the council and what we hold about them."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Residents, businesses and visitors."""

    name = "borough.people"
    label = "people"

    def ready(self) -> None:
        """Say what is let go of, and how requests to be erased stand."""
        from borough.foundation.ops import health  # noqa: PLC0415 - the apps below must be ready first
        from borough.people.actions import disposal  # noqa: PLC0415 - as above
        from borough.people.queries.erasure import health_check  # noqa: PLC0415 - as above

        disposal.declare()
        health.check("erasure requests")(health_check)
