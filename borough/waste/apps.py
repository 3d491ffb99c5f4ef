"""Waste: rounds and bin days, garden waste subscriptions, missed bins and bulky collections."""

from django.apps import AppConfig


class WasteConfig(AppConfig):
    """Collections from every property, and residents' requests and subscriptions."""

    name = "borough.waste"
    label = "waste"

    def ready(self) -> None:
        """Register the erasure blocker: a person with an active subscription cannot be erased."""
        from borough.people.public import register_erasure_blocker  # noqa: PLC0415 - the apps below must be ready first
        from borough.waste.actions import retention  # noqa: PLC0415 - as above
        from borough.waste.queries.subscriptions import erasure_blocker  # noqa: PLC0415 - as above

        register_erasure_blocker(erasure_blocker)
        retention.declare()
