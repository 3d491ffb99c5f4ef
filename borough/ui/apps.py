"""The app of components and layouts."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Pages' look: no tables, no decisions."""

    name = "borough.ui"
