"""Staff: teams, the council's services, and post holders."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Teams, services and posts."""

    name = "borough.staff"
    label = "staff"

    def ready(self) -> None:
        """Register the teams of the council's pack."""
        from borough.foundation.packs import PackSection, register_section  # noqa: PLC0415 - after the settings
        from borough.staff.actions.provision import provision_teams  # noqa: PLC0415 - its tables are there only now

        register_section(PackSection(name="teams", provision=provision_teams))
