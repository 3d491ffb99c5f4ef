"""The report as one HTML page that stands alone."""

from django.template.loader import render_to_string

from borough.reports.layouts.plain import plain
from borough.reports.types import Report


def page(report: Report) -> bytes:
    """The page, in UTF-8."""
    return render_to_string("reports/report.html", {"report": plain(report)}).encode()
