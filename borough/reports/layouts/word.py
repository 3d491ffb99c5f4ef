"""The report as a Word document with headings, header rows, alternative text and language."""

import io
from typing import Any

import vl_convert
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from borough.reports.layouts.plain import plain
from borough.reports.types import Report

INK, ACCENT, MUTED = RGBColor(0x0B, 0x0C, 0x0C), RGBColor(0x0B, 0x4F, 0x4A), RGBColor(0x3B, 0x44, 0x48)
FONT = "Arial"
NON_BREAKING_HYPHEN = "\N{NON-BREAKING HYPHEN}"
PAGE = Cm(16.2)  # between the margins
MOST_TOGETHER = 16  # rows of a table that is kept on one page


def word(report: Report) -> bytes:
    """Return the document."""
    content = plain(report)
    document = Document()
    _style(document, content)
    if content["demonstration"]:
        _paragraph(document, "Demonstration. The people and contacts counted here are invented.").runs[0].bold = True
    _paragraph(document, content["council"])
    document.add_heading(f"{content['title']} {content['year'].replace('-', NON_BREAKING_HYPHEN)}", level=1)
    _table(
        document, ("", ""), [[_plain(name), _plain(value)] for name, value in content["head"]], "Report details", False
    )
    for block in content["blocks"]:
        _MAKERS[block["kind"]](document, block)
    for line in content["footer"]:
        _paragraph(document, line).runs[0].font.size = Pt(8.5)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _plain(text: str) -> dict[str, str]:
    return {"text": text, "link": "", "figure": ""}


def _style(document: Any, content: dict[str, Any]) -> None:
    """Set fonts, document language and title."""
    properties = document.core_properties
    properties.title = f"{content['title']} {content['year']}"
    properties.author = content["council"]
    properties.language = content["language"]
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.font.color.rgb = FONT, Pt(11), INK
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), content["language"])
    normal.element.get_or_add_rPr().append(language)
    for level, size in ((1, 22), (2, 15), (3, 12.5)):
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.color.rgb, style.font.bold = FONT, Pt(size), INK, True
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(name), None)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)


def _paragraph(document: Any, text: str = "") -> Any:
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.space_after = Pt(8)
    return paragraph


def _say(paragraph: Any, runs: list[dict[str, str]]) -> None:
    for run in runs:
        if run["link"].startswith("http"):
            _link(paragraph, run["text"], run["link"])
        else:
            paragraph.add_run(run["text"])


def _link(paragraph: Any, text: str, address: str) -> None:
    """Add a link to a figure's page; the library has no function for external links."""
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(text)
    run.font.underline, run.font.color.rgb = True, ACCENT
    link.append(run._r)
    paragraph._p.append(link)


def _numbered(document: Any, block: dict[str, Any]) -> None:
    _hanging(document, f"{block['number']}.", block["runs"], Cm(0), Cm(1))
    for item in block["items"]:
        _hanging(document, f"{item['letter']}.", item["runs"], Cm(1), Cm(0.8))


def _hanging(document: Any, mark: str, runs: list[dict[str, str]], indent: Any, hang: Any) -> None:
    paragraph = _paragraph(document)
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = indent + hang, -hang
    paragraph.paragraph_format.tab_stops.add_tab_stop(indent + hang)
    paragraph.add_run(f"{mark}\t")
    _say(paragraph, runs)


def _heading(document: Any, block: dict[str, Any]) -> None:
    document.add_heading(block["text"], level=block["level"])


def _note(document: Any, block: dict[str, Any]) -> None:
    paragraph = _paragraph(document, block["text"])
    paragraph.paragraph_format.left_indent = Cm(1)
    paragraph.runs[0].font.size, paragraph.runs[0].font.color.rgb = Pt(10), MUTED


def _captioned(document: Any, block: dict[str, Any]) -> None:
    _table(document, block["head"], block["rows"], block["caption"], block["numbers"])


def _table(document: Any, head: Any, rows: list[list[dict[str, str]]], caption: str, numbers: bool) -> None:
    """Add a table with caption, repeating header row and alternative text."""
    caption_paragraph = _paragraph(document, caption)
    caption_paragraph.runs[0].bold = True
    caption_paragraph.paragraph_format.keep_with_next = True
    titled = any(head)
    lines = ([[_plain(name) for name in head]] if titled else []) + rows
    table = document.add_table(rows=0, cols=len(head), style="Table Grid")
    table.autofit = False
    widths = _widths(lines)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, cells in enumerate(lines, 1):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for place, (cell, run) in enumerate(zip(row.cells, cells, strict=True)):
            _cell(cell.paragraphs[0], run, to_right=numbers and bool(place))
            cell.paragraphs[0].paragraph_format.keep_with_next = number < len(lines) <= MOST_TOGETHER
    if titled:
        for run in (r for c in table.rows[0].cells for r in c.paragraphs[0].runs):
            run.bold = True
        header = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(header)
    description = OxmlElement("w:tblCaption")
    description.set(qn("w:val"), caption)
    table._tbl.tblPr.append(description)
    _paragraph(document)


def _cell(paragraph: Any, run: dict[str, str], *, to_right: bool) -> None:
    _say(paragraph, [run])
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    if to_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _widths(lines: list[list[dict[str, str]]]) -> list[Any]:
    """Return column widths in proportion to the longest cells, wide enough not to break words."""
    longest = [min(max(len(cell["text"]) for cell in column), 48) + 4 for column in zip(*lines, strict=True)]
    return [int(PAGE * letters / sum(longest)) for letters in longest]


def _chart(document: Any, block: dict[str, Any]) -> None:
    """Add the chart as an image at twice the page's resolution, with its text alternative."""
    caption_paragraph = _paragraph(document, block["caption"])
    caption_paragraph.runs[0].bold = True
    caption_paragraph.paragraph_format.keep_with_next = True
    picture = document.add_picture(io.BytesIO(vl_convert.svg_to_png(block["svg"], scale=2)), width=Cm(16))
    picture._inline.docPr.set("descr", block["alt_text"])
    picture._inline.docPr.set("title", block["caption"])


_MAKERS = {"heading": _heading, "paragraph": _numbered, "note": _note, "table": _captioned, "chart": _chart}
