"""What reports offer others: compiling, writing and checking one."""

from borough.reports.actions import compile_report, write_report
from borough.reports.queries import drifted, read_past
from borough.reports.types import Drift, NotGiven, Refusal, Report, ReportRefused

__all__ = [
    "Drift",
    "NotGiven",
    "Refusal",
    "Report",
    "ReportRefused",
    "compile_report",
    "drifted",
    "read_past",
    "write_report",
]
