"""Waste: rounds and bin days, garden waste subscriptions, missed bins and bulky collections."""

from django.apps import AppConfig


class WasteConfig(AppConfig):
    """Collections from every property, and residents' requests and subscriptions."""

    name = "borough.waste"
    label = "waste"

    def ready(self) -> None:
        """Register waste policy in the council's pack, and the erasure blocker: an active subscription."""
        from borough.foundation.packs import PackSection, register_section  # noqa: PLC0415 - as below
        from borough.people.public import register_erasure_blocker  # noqa: PLC0415 - the apps below must be ready first
        from borough.waste.actions import retention  # noqa: PLC0415 - as above
        from borough.waste.catalogue import check_policy  # noqa: PLC0415 - as above
        from borough.waste.queries.subscriptions import erasure_blocker  # noqa: PLC0415 - as above

        register_erasure_blocker(erasure_blocker)
        retention.declare()
        register_section(PackSection(name="waste", check=check_policy))
