"""The report as one self-contained HTML page."""

from django.template.loader import render_to_string

from borough.reports.layouts.plain import plain
from borough.reports.types import Report


def page(report: Report) -> bytes:
    """Return the page in UTF-8."""
    return render_to_string("reports/report.html", {"report": plain(report)}).encode()
