"""The pages that come from the code are as the code is."""

import re
from pathlib import Path

import pytest

from borough.config.generate_docs import PAGES, SETTINGS

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
