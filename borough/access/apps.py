"""Django app of accounts, roles and tokens."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Sign-in, roles, permissions and the access middleware."""

    name = "borough.access"

    def ready(self) -> None:
        """Subscribe to second factor set-up."""
        from borough.access import listeners  # noqa: PLC0415 - models must be loaded first

        listeners.connect()
