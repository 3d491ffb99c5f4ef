"""The app of accounts, roles and tokens."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Sign-in, roles, permissions and the gate."""

    name = "borough.access"

    def ready(self) -> None:
        """Hear when a second step is set up."""
        from borough.access import listeners  # noqa: PLC0415 - models must be loaded first

        listeners.connect()
