"""Reports: cabinet and annual reports compiled from figures."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports whose sentences are derived from figures."""

    name = "borough.reports"
    label = "reports"
