"""The style a council may use: own font, own colours, nothing from elsewhere, light enough for a phone."""

import gzip
import re
from pathlib import Path

import pytest
from django.apps import apps

STATIC = Path(apps.get_app_config("ui").path) / "static" / "ui"
SHEETS = sorted(STATIC.glob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_take_nothing_a_council_may_not_use(sheet):
    text = sheet.read_text().lower()
    for forbidden in ("gds transport", "crown", "crest", "#1d70b8", "@font-face", "@import"):
        assert forbidden not in text
    assert re.findall(r"url\((?!['\"]?data:)", text) == []


NAMES = {"http://www.w3.org/1999/xlink", "http://www.w3.org/2000/svg"}  # of kinds of element: nobody is called by them
CREDITS = "https://github.com/zloirock/core-js"  # what a library says of where a part of it came from


def test_scripts_contact_no_external_host():
    for script in STATIC.glob("*.js"):
        external = set(re.findall(r"https?://[^\s\"'`)]+", script.read_text())) - NAMES
        assert [address for address in external if not address.startswith(CREDITS)] == [], script.name


def test_first_load_is_light():
    first = ["borough.css", "council.css", "theme.css", "staff.css", "borough.js", "begin.js", "logo.svg"]
    assert sum(len(gzip.compress((STATIC / name).read_bytes())) for name in first) < 40_000


def test_brand_is_the_councils():
    assert "--govuk-brand-colour: #0b4f4a" in (STATIC / "borough.css").read_text()
