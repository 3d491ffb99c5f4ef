"""Config: settings, URLs, and the commands that run everything."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The top layer."""

    name = "borough.config"
    label = "config"
