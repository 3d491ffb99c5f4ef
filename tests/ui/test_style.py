"""The style a council may use: own font, own colours, nothing from elsewhere, light enough for a phone."""

import gzip
import re
from pathlib import Path

import pytest
from django.apps import apps

from borough.ui import tokens

STATIC = Path(apps.get_app_config("ui").path) / "static" / "ui"
SHEETS = sorted(STATIC.glob("*.css"))
OWN_FONTS = {f"fonts/{path.name}" for path in STATIC.glob("fonts/*.woff2")}
COLOURS_ARE_THEIRS = {"tokens.css", "borough.css", "autocomplete.css"}  # the tokens, and what others wrote
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab)\(", re.IGNORECASE)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_take_nothing_a_council_may_not_use(sheet):
    text = sheet.read_text().lower()
    for forbidden in ("gds transport", "crown", "crest", "#1d70b8", "@import"):
        assert forbidden not in text
    outside = re.findall(r"url\((?!['\"]?data:)([^)]*)\)", text)
    assert [address for address in outside if address.strip("\"'") not in OWN_FONTS] == []


NAMES = {"http://www.w3.org/1999/xlink", "http://www.w3.org/2000/svg"}  # of kinds of element: nobody is called by them
CREDITS = "https://github.com/zloirock/core-js"  # what a library says of where a part of it came from


def test_scripts_contact_no_external_host():
    for script in STATIC.glob("*.js"):
        external = set(re.findall(r"https?://[^\s\"'`)]+", script.read_text())) - NAMES
        assert [address for address in external if not address.startswith(CREDITS)] == [], script.name


SHARED = ["borough.css", "tokens.css", "common.css", "borough.js", "begin.js", "logo.svg"]
PUBLIC = ["public.css"], 40_000
STAFF = ["staff.css", "staff-parts.css", "desk.js", "icons.svg"], 45_000


@pytest.mark.parametrize(("files", "most"), [PUBLIC, STAFF], ids=["public", "staff"])
def test_first_load_is_light(files, most):
    sheets = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in SHARED + files)
    font = (STATIC / "fonts/source-sans-3-latin.woff2").stat().st_size
    assert sheets < most and font < 30_000


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.name not in COLOURS_ARE_THEIRS], ids=lambda path: path.name)
def test_colours_are_roles_of_the_tokens(sheet):
    assert COLOUR.findall(sheet.read_text()) == []


def test_the_tokens_are_current():
    assert tokens.SHEET.read_text() == tokens.sheet(), "Run: script/build-css --tokens"


def test_every_role_that_a_sheet_uses_is_a_token():
    defined = set(re.findall(r"(--[a-z0-9-]+):", tokens.SHEET.read_text()))
    for sheet in SHEETS:
        if sheet.name not in {"borough.css", "autocomplete.css"}:
            used = set(re.findall(r"var\((--[a-z0-9-]+)", sheet.read_text()))
            own = set(re.findall(r"(--[a-z0-9-]+):", sheet.read_text()))
            assert used - defined - own == set(), sheet.name


def test_fonts_come_with_their_licence():
    assert OWN_FONTS and "SIL OPEN FONT LICENSE" in (STATIC / "fonts/OFL.txt").read_text()


def test_brand_is_the_councils():
    assert "--govuk-brand-colour: #0b4f4a" in (STATIC / "borough.css").read_text()
