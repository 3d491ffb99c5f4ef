"""Payments: requests, card payments and refunds by GOV.UK Pay, and a balancing ledger."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payments by GOV.UK Pay; card numbers never reach this system."""

    name = "borough.payments"
    label = "payments"

    def ready(self) -> None:
        """Subscribe to queue slow work for the worker."""
        from borough.payments import listeners  # noqa: PLC0415 - the apps below must be ready first
        from borough.payments.actions import retention  # noqa: PLC0415 - as above

        listeners.connect()
        retention.declare()
