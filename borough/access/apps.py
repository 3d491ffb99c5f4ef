"""Django app of accounts, roles and tokens."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Sign-in, roles, permissions and the access middleware."""

    name = "borough.access"

    def ready(self) -> None:
        """Subscribe to second factor set-up, and register the roles of the council's pack."""
        from borough.access import listeners  # noqa: PLC0415 - models must be loaded first
        from borough.access.actions.pack_roles import check_roles, provision_roles  # noqa: PLC0415 - as above
        from borough.foundation.packs import PackSection, register_section  # noqa: PLC0415 - as above

        listeners.connect()
        register_section(PackSection(name="roles", check=check_roles, provision=provision_roles))
