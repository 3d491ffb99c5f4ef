"""Config: settings, addresses, and the commands that run everything."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The top floor."""

    name = "borough.config"
    label = "config"
