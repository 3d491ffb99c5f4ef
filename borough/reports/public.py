"""Public interface of reports: compile, write and verify."""

from borough.reports.actions import compile_report, write_report
from borough.reports.queries import find_drift, read_past_report
from borough.reports.types import FigureUnavailable, ReportRefused

__all__ = [
    "FigureUnavailable",
    "ReportRefused",
    "compile_report",
    "find_drift",
    "read_past_report",
    "write_report",
]
