"""A council's brand: what its pack may set, which colours are refused, and the style sheet that comes of it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from borough.ui import brand as brands
from borough.ui.brand import brand_file, contrast_faults, current_brand, read_brand, theme_css, use_brand
from borough.ui.contrast import contrast, mix, parse_colour, shade_that_passes

PLUM = {
    "font-family": 'Georgia, "Times New Roman", serif',
    "brand": "#6b2750",
    "brand-dark": "#431430",
    "brand-mid": "#955079",
    "brand-soft": "#dcb4cb",
    "brand-tint": "#f7edf3",
    "on-brand": "#ffffff",
    "accent": "#8fd0c4",
    "on-accent": "#05231e",
    "accent-tint": "#e8f5f2",
    "link": "#6a2a52",
    "link-hover": "#3c1029",
    "link-visited": "#3f4a80",
    "action": "#1c5f75",
    "action-shadow": "#0d3442",
    "radius": "2px",
    "bin-blue": "#1f6f8b",
    "bin-brown": "#7a4a2c",
    "bin-grey": "#45494d",
}


@pytest.fixture(autouse=True)
def _brand_of_before(monkeypatch):
    monkeypatch.setattr(brands, "_in_use", [])


def test_default_and_full_brands_are_read():
    assert contrast_faults(read_brand({})) == []
    assert contrast_faults(read_brand(PLUM)) == []


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)
    assert round(contrast("#ffffff", "#15493f"), 1) == 10.2


@pytest.mark.parametrize(
    ("entry", "pair"),
    [
        ({"brand": "#7fbfae"}, "on-brand (#ffffff) on brand (#7fbfae)"),
        ({"brand-dark": "#99aabb"}, "on-brand (#ffffff) on brand-dark"),
        ({"brand-mid": "#a9c9bb"}, "on-brand (#ffffff) on brand-mid"),
        ({"link": "#7aa89f"}, "link (#7aa89f) on white"),
        ({"brand-tint": "#5a8f80"}, "link (#0f5a4c) on brand-tint"),
        ({"action": "#6cc08f"}, "white (#ffffff) on action"),
        ({"on-accent": "#ffffff"}, "on-accent (#ffffff) on accent"),
        ({"accent": "#1c6b5c"}, "accent (#1c6b5c) on brand"),
        ({"brand-soft": "#3b6b5f"}, "the text colour (#16201e) on brand-soft"),
        ({"brand-soft": "#5f8f82"}, "brand-mid (#2c7263) on brand-soft"),
        ({"bin-caddy": "#d5e08a"}, "white (#ffffff) on bin-caddy"),
    ],
)
def test_a_pair_that_cannot_be_read_is_named(entry, pair):
    faults = contrast_faults(read_brand(entry))
    assert any(fault.startswith(pair) and "it needs" in fault for fault in faults), faults


@pytest.mark.parametrize("colour", ["#15493f", "#6b2750", "#0b2a6b", "#7a0019", "#3a3a3a", "#5a4a00"])
def test_staff_colours_follow_the_brand_and_pass(colour):
    table = {"brand": colour, "accent": "#ffd76a", "link": colour}
    assert [fault for fault in contrast_faults(read_brand(table)) if "staff" in fault] == []


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"ink": "#000000"}, "has no entry 'ink'"),
        ({"brand": "green"}, "brand in the [brand] table: 'green' is not a colour"),
        ({"brand": 7}, "must be text"),
        ({"radius": "11px"}, "from 0px to 10px"),
        ({"radius": "1em"}, "from 0px to 10px"),
        ({"font-family": "x; } body { display: none"}, "list of font names"),
        ({"logo": "../logo.svg"}, "logo in the [brand] table must be the name of an .svg or .png file"),
        ({"font": "font.ttf"}, "must be the name of a .woff2 file"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(table, sentence):
    with pytest.raises(ValueError, match=r"\[brand\] table") as caught:
        read_brand(table)
    assert sentence in str(caught.value)


def test_colours_are_read_in_their_short_form_too():
    assert parse_colour(" #FA0 ") == "#ffaa00"
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert shade_that_passes("#15493f", "#ffffff", ("#161f1d",), 4.5) != "#15493f"
    assert read_brand({"radius": 4})["radius"] == "4px"


def test_the_style_sheet_sets_public_and_staff_properties():
    sheet = theme_css(read_brand(PLUM))
    for line in ("--borough-brand: #6b2750;", "--borough-radius: 2px;", "--bin-blue: #1f6f8b;", "Georgia"):
        assert line in sheet
    assert ".desk-template { --colour-bar: light-dark(#6b2750, #" in sheet
    assert "@font-face" not in sheet


def test_its_own_font_comes_first():
    sheet = theme_css(read_brand({"font": "own.woff2"}), "/brand/0/own.woff2")
    assert sheet.startswith('@font-face { font-family: "Council"') and '"Council", "Source Sans 3"' in sheet


def test_the_current_brand_is_the_last_set(tmp_path):
    assert current_brand() == read_brand({})
    use_brand(read_brand({**PLUM, "logo": "mark.svg"}), tmp_path)
    assert current_brand()["brand"] == "#6b2750"
    assert brand_file("mark.svg") == tmp_path / "mark.svg"
    with pytest.raises(ValueError, match="on brand-mid"):
        use_brand(read_brand({"brand-mid": "#a9c9bb"}))
    with pytest.raises(ValueError, match="folder of the pack is not known"):
        use_brand(read_brand({"logo": "mark.svg"}))
    assert current_brand()["brand"] == "#6b2750"


def test_a_start_with_a_brand_that_cannot_be_read_is_refused(settings):
    from django.apps import apps

    settings.COUNCIL_BRAND = {"link": "#7aa89f"}
    with pytest.raises(ImproperlyConfigured, match="link"):
        apps.get_app_config("ui").ready()
