"""Payments: what residents are asked for, what Pay took and gave back, and a ledger of it that balances."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Money by GOV.UK Pay; no card number ever comes here."""

    name = "borough.payments"
    label = "payments"

    def ready(self) -> None:
        """Leave what takes long to the worker."""
        from borough.payments import listeners  # noqa: PLC0415 - the apps below must be ready first
        from borough.payments.actions import retention  # noqa: PLC0415 - as above

        listeners.connect()
        retention.declare()
