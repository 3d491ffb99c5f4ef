"""The demonstration borough."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Invented people in a real place."""

    name = "borough.demo"
    label = "demo"
