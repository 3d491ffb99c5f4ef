"""Measures: one file a measure, and figures that open their rows."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Figures from the records of the work."""

    name = "borough.measures"
    label = "measures"
