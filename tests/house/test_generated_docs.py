"""Generated reference pages are current, and every row of their tables is rendered."""

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from borough.config.generate_docs import PAGES, SETTINGS
from borough.config.markdown_table import table

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_current(name):
    assert (ROOT / "docs/reference" / name).read_text() == PAGES[name](), "Run: borough reference"


def test_every_setting_is_documented():
    text = (ROOT / "borough/config/environment.py").read_text()
    assert set(re.findall(r'"(BOROUGH_[A-Z_]+|DATABASE_URL)"', text)) == set(SETTINGS)


def test_every_link_of_the_documentation_leads_somewhere():
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
        for target in re.findall(r"\]\((?!http)([^)#]+)", path.read_text())
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_every_decision_fits_a_page():
    long = [p.name for p in (ROOT / "docs/adr").glob("*.md") if len(p.read_text().splitlines()) > 40]
    assert long == []


REFERENCE = sorted((ROOT / "docs/reference").glob("*.md"))


@pytest.mark.parametrize("path", REFERENCE, ids=lambda path: path.name)
def test_every_table_row_is_rendered(path):
    """A line that begins with a pipe is a header, a rule or a row; each row must come out as one <tr>."""
    text = path.read_text()
    html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    lines = re.findall(r"^\|.*$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    rules = [line for line in lines if re.fullmatch(r"\|(?:\s*:?-+:?\s*\|)+", line)]
    assert html.count("<tr>") == len(lines) - len(rules)


def test_every_event_of_the_code_is_a_rendered_row():
    from borough.foundation import events

    kinds = {event.kind for classes in events.event_classes().values() for event in classes}
    html = MarkdownIt("gfm-like", {"linkify": False}).render(PAGES["events.md"]())
    assert set(re.findall(r"<tr>\s*<td><code>([a-z-]+)</code></td>", html)) == kinds and len(kinds) > 50


def test_a_table_accepts_paragraphs_and_pipes_and_refuses_ragged_rows():
    lines = table(("a", "b"), [("one\n\ntwo", "x|y")])
    assert lines == ["| a | b |", "|---|---|", "| one two | x\\|y |"]
    with pytest.raises(ValueError, match="does not fit"):
        table(("a", "b"), [("only",)])
