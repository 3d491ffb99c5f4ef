"""The API for machines."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """REST, Open311, health and status."""

    name = "borough.api"
    label = "api"
