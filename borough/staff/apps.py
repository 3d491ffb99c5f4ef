"""Staff: teams, the council's services, and post holders."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Teams, services and posts."""

    name = "borough.staff"
    label = "staff"
