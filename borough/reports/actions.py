"""Compile a report in three formats, freeze its figures, and write a manifest for later verification."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from borough.foundation import audit
from borough.foundation.ops import instance
from borough.kernel.atomic_files import atomic_write
from borough.kernel.periods import Period
from borough.measures.public import freeze, measure_of
from borough.measures.types import Figure
from borough.reports.catalogue import ANNUAL, template
from borough.reports.grammar.blocks import settings as report_settings
from borough.reports.grammar.compiler import Compiler
from borough.reports.grammar.facts import RecordedFacts
from borough.reports.layouts.page import page
from borough.reports.layouts.tagged_pdf import tagged_pdf
from borough.reports.layouts.word import word
from borough.reports.types import FIGURES, Report

VERSION = 1
Say = Callable[[str], None]


def compile_report(year: Period, *, at: datetime, text: str | None = None) -> Report:
    """Compile the annual report of a council year. Raises ReportRefused with every unsupported sentence.

    text: a template other than the shipped one.
    """
    facts = RecordedFacts(year)
    compiler = Compiler(facts)
    blocks = compiler.compile(text if text is not None else template(ANNUAL).text)
    council_settings = report_settings()
    head, anchor = council_settings["head"], audit.anchor()
    return Report(
        title=council_settings["title"],
        council=settings.COUNCIL_NAME,
        year=year.key,
        head=(
            ("Report of", f"{head['report_of']} (introduced by the {head['introduced_by']})"),
            ("Meeting", head["meeting"]),
            ("Date", head["date"]),
        ),
        blocks=blocks,
        figures=tuple(facts.used.figures.values()),
        left_out=tuple(compiler.left_out),
        footer=_footer(at, facts.watermark, anchor),
        demonstration=instance.is_demonstration(),
        site=settings.PUBLIC_URL,
        anchor=anchor,
    )


def _footer(at: datetime, watermark: int, anchor: str) -> tuple[str, ...]:
    return (
        f"Compiled on {at.day} {at:%B %Y} from the records up to entry {watermark:,} of the audit chain.",
        f"Anchor of the chain: {anchor}",
        "Every underlined number leads to its definition, its question and its rows.",
    )


def write_report(report: Report, folder: Path, *, by: str, at: datetime, say: Say) -> dict[str, Path]:
    """Write the report in three formats with its manifest, freeze its figures, and return the files by kind."""
    folder.mkdir(parents=True, exist_ok=True)
    files: dict[str, Path] = {}
    for kind, make in (("html", page), ("pdf", tagged_pdf), ("docx", word)):
        say(f"Writing report.{kind}")
        files[kind] = folder / f"report.{kind}"
        atomic_write(files[kind], make(report))
    say(f"Freezing {len(report.figures)} figures")
    for figure in report.figures:
        freeze(by=by, at=at, figure=figure)
    files["json"] = folder / FIGURES
    atomic_write(files["json"], json.dumps(_manifest(report, files, at), indent=1, ensure_ascii=False) + "\n")
    return files


def _manifest(report: Report, files: dict[str, Path], at: datetime) -> dict[str, Any]:
    """Return the manifest for later verification: the figures and the file hashes."""
    return {
        "version": VERSION,
        "report": ANNUAL,
        "year": report.year,
        "compiled_at": at.isoformat(),
        "anchor": report.anchor,
        "template": template(ANNUAL).sha256,
        "files": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for k, p in files.items() if k != "json"},
        "left_out": [{"sentence": r.sentence, "reason": r.reason} for r in report.left_out],
        "figures": [_figure(figure) for figure in report.figures],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "measure": figure.measure,
        "name": measure_of(figure.measure).name,
        "period": figure.period.key,
        "by": figure.by or "",
        "definition": figure.definition,
        "content": figure.content,
        "watermark": figure.watermark,
        "counted": figure.total.counted,
        "out_of": figure.total.out_of,
        "sha256": figure.sha256,
    }
