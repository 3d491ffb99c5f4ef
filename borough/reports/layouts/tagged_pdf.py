"""The report as tagged PDF, to the standard PDF/UA-1."""

import json
from pathlib import Path

import typst

from borough.reports.layouts.plain import plain
from borough.reports.types import Report

TEMPLATE = Path(__file__).with_name("report.typ")


def tagged_pdf(report: Report) -> bytes:
    """The PDF. Raises typst.TypstError where the report would break the standard."""
    told = json.dumps(plain(report), ensure_ascii=False)
    made = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"report": told}, pdf_standards=["ua-1"])
    if not isinstance(made, bytes):
        raise TypeError("typst gave pages instead of one document")
    return made
