"""Reports: cabinet and annual reports compiled from figures."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Sentences that follow from figures."""

    name = "borough.reports"
    label = "reports"
