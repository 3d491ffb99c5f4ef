"""Django app of components and layouts."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Page rendering: no tables, no business rules."""

    name = "borough.ui"
