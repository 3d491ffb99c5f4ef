"""Staff: teams, the services the council provides, and who holds which post."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Who does what."""

    name = "borough.staff"
    label = "staff"
