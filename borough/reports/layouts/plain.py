"""A report as plain text and lists, for the HTML and PDF templates."""

from typing import Any

from borough.measures.types import Figure
from borough.reports.types import Block, Chart, Heading, Note, Paragraph, Report, Run, Table

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def address_of(figure: Figure, site: str) -> str:
    """Return the URL of the figure's definition, query and rows."""
    cut = f"?by={figure.by}" if figure.by else ""
    return f"{site}/performance/figures/{figure.measure}/{figure.period.key}/{cut}"


def _run(run: Run, site: str) -> dict[str, str]:
    if run.figure is None:
        return {"text": run.text, "link": "", "figure": ""}
    return {"text": run.text, "link": address_of(run.figure, site), "figure": run.figure.sha256}


def _runs(runs: tuple[Run, ...], site: str) -> list[dict[str, str]]:
    return [_run(run, site) for run in runs]


def plain_block(block: Block, site: str) -> dict[str, Any]:
    """Return one block with its kind."""
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Note):
        return {"kind": "note", "text": block.text}
    if isinstance(block, Chart):
        return {"kind": "chart", "caption": block.caption, "svg": block.svg, "alt_text": block.alt_text}
    if isinstance(block, Table):
        rows = [[_run(cell, site) for cell in row] for row in block.rows]
        return {
            "kind": "table",
            "caption": block.caption,
            "head": list(block.head),
            "rows": rows,
            "numbers": block.numbers,
        }
    return _plain_paragraph(block, site)


def _plain_paragraph(block: Paragraph, site: str) -> dict[str, Any]:
    items = [{"letter": LETTERS[n], "runs": _runs(item, site)} for n, item in enumerate(block.items)]
    return {"kind": "paragraph", "number": block.number, "runs": _runs(block.runs, site), "items": items}


def plain(report: Report) -> dict[str, Any]:
    """Return the whole report."""
    return {
        "title": report.title,
        "council": report.council,
        "year": report.year,
        "language": report.language,
        "demonstration": report.demonstration,
        "head": [list(pair) for pair in report.head],
        "blocks": [plain_block(block, report.site) for block in report.blocks],
        "footer": list(report.footer),
    }
