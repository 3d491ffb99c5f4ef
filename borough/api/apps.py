"""The API: the face for machines."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """REST, health and status."""

    name = "borough.api"
    label = "api"
