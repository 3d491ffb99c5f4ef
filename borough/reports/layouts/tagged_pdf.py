"""The report as tagged PDF, conforming to PDF/UA-1."""

import json
from importlib.util import find_spec
from pathlib import Path

import typst

from borough.reports.layouts.plain import plain
from borough.reports.types import Report

TEMPLATE = Path(__file__).with_name("report.typ")


def tagged_pdf(report: Report) -> bytes:
    """Return the PDF. Raises typst.TypstError if the report would violate the standard."""
    content = json.dumps(plain(report), ensure_ascii=False)
    pdf = typst.compile(
        TEMPLATE,
        sys_inputs={"report": content},
        pdf_standards=["ua-1"],
        font_paths=_typeface(),
        ignore_system_fonts=True,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave pages instead of one document")
    return pdf


def _typeface() -> list[Path]:
    """Return the font folder, from a package: system fonts would make the PDF differ between machines."""
    package = find_spec("font_source_sans_pro")
    return [Path(place, "files") for place in package.submodule_search_locations or []] if package else []
