"""The look of one council: what its pack sets in the [brand] table, whether it can be read, and the style sheet of it.

No Django here. At start-up the app calls `use_brand` with what the pack has set; pages read it with `current_brand`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from borough.ui.contrast import BLACK, WHITE, contrast, mix, parse_colour, shade_that_passes

TOKENS = Path(__file__).with_name("tokens.toml")
FAMILY = re.compile(r"[A-Za-z0-9 ,\"'-]+")
FILE_NAMES = {"logo": re.compile(r"[\w-]+\.(svg|png)"), "font": re.compile(r"[\w-]+\.woff2")}
TEXT = 4.5  # WCAG 2.2, 1.4.3: contrast of text
SHAPE = 3.0  # WCAG 2.2, 1.4.11: contrast of what is not text
GREY_STEP = 2.0  # two fills that stand side by side in a chart


@cache
def tokens() -> dict[str, dict[str, object]]:
    """The design tokens, as tokens.toml has them."""
    with TOKENS.open("rb") as file:
        return tomllib.load(file)


@cache
def _defaults() -> dict[str, str]:
    return {key: str(value) for key, value in tokens()["pack"].items()}


@dataclass(frozen=True)
class Brand:
    """Every token a pack may set, with the default where it sets none; file names are empty for our own."""

    values: tuple[tuple[str, str], ...]
    logo: str = ""
    font: str = ""

    def __getitem__(self, key: str) -> str:
        return dict(self.values)[key]


def read_brand(table: Mapping[str, object]) -> Brand:
    """The brand of a pack's [brand] table. Raises ValueError with a sentence for what cannot be used."""
    values, files = dict(_defaults()), {"logo": "", "font": ""}
    for key, value in table.items():
        if key in files:
            files[key] = _file_name(key, value)
        elif key in values:
            values[key] = _token(key, value)
        else:
            known = ", ".join([*values, *files])
            raise ValueError(f"The [brand] table has no entry {key!r}. It may have: {known}.")
    return Brand(tuple(values.items()), **files)


def _file_name(key: str, value: object) -> str:
    if not isinstance(value, str) or not FILE_NAMES[key].fullmatch(value):
        kinds = "an .svg or .png file" if key == "logo" else "a .woff2 file"
        raise ValueError(f"{key} in the [brand] table must be the name of {kinds} in the pack, not {value!r}.")
    return value


def _token(key: str, value: object) -> str:
    if key == "radius":
        return _radius(value)
    if not isinstance(value, str):
        raise ValueError(f"{key} in the [brand] table must be text, not {value!r}.")
    if key == "font-family":
        if not FAMILY.fullmatch(value):
            raise ValueError(f"font-family in the [brand] table must be a list of font names, not {value!r}.")
        return value
    try:
        return parse_colour(value)
    except ValueError as fault:
        raise ValueError(f"{key} in the [brand] table: {fault}") from None


def _radius(value: object) -> str:
    match = re.fullmatch(r"(\d{1,2})(?:px)?", str(value))
    if match is None or int(match[1]) > 10:
        raise ValueError(f"radius in the [brand] table must be from 0px to 10px, not {value!r}.")
    return f"{match[1]}px"


def _public(name: str) -> str:
    return str(tokens()["public"][name])


def _staff(role: str) -> tuple[str, str]:
    """A colour role of the front office: light and dark."""
    roles = tokens()["staff"]["colour"]
    value = roles[role] if isinstance(roles, dict) else ""
    return (value[0], value[1]) if isinstance(value, list) else (str(value), str(value))


def staff_colours(brand: Brand) -> dict[str, tuple[str, str]]:
    """The roles of the front office that follow the brand, light and dark, each moved until it can be read."""
    light = tuple(_staff(role)[0] for role in ("surface", "canvas", "sunken", "selected"))
    dark = tuple(_staff(role)[1] for role in ("surface", "canvas", "sunken", "selected"))
    own = brand["brand"]
    accent = shade_that_passes(own, BLACK, light, TEXT), shade_that_passes(own, WHITE, (*dark, "#08201d"), 5.5)
    link = shade_that_passes(brand["link"], BLACK, light, TEXT), shade_that_passes(brand["link"], WHITE, dark, 7.0)
    return {
        "bar": (own, shade_that_passes(mix(own, BLACK, 0.35), BLACK, (WHITE,), 7.0)),
        "bar-text": (brand["on-brand"], WHITE),
        "accent": accent,
        "link": link,
        "link-hover": (mix(link[0], BLACK, 0.45), mix(link[1], WHITE, 0.45)),
        "chart-line": (
            shade_that_passes(accent[0], BLACK, (*light, mix(WHITE, own, 0.2)), SHAPE),
            shade_that_passes(accent[1], WHITE, (*dark, mix(dark[0], own, 0.5)), SHAPE),
        ),
        "chart-band": (mix(WHITE, own, 0.2), mix(dark[0], own, 0.5)),
    }


def _pairs(brand: Brand) -> list[tuple[str, str, str, str, float]]:
    """Name and colour in front, name and colour behind, and the least contrast, of public and staff pages."""
    front = [
        ("on-brand", "brand", TEXT),
        ("on-brand", "brand-dark", TEXT),
        ("on-brand", "brand-mid", TEXT),
        ("link", "brand-tint", TEXT),
        ("on-accent", "accent", TEXT),
        ("accent", "brand", SHAPE),
    ]
    pairs = [(a, brand[a], b, brand[b], limit) for a, b, limit in front]
    pairs += [
        ("link", brand["link"], "white", WHITE, TEXT),
        ("link-hover", brand["link-hover"], "white", WHITE, TEXT),
        ("link-visited", brand["link-visited"], "white", WHITE, TEXT),
        ("white", WHITE, "action", brand["action"], TEXT),
        ("white", WHITE, "action-shadow", brand["action-shadow"], TEXT),
        ("the text colour", _public("ink"), "brand-soft", brand["brand-soft"], TEXT),
        ("the text colour", _public("ink"), "brand-tint", brand["brand-tint"], TEXT),
        ("the text colour", _public("ink"), "accent-tint", brand["accent-tint"], TEXT),
        ("brand-mid", brand["brand-mid"], "the warm ground", _public("warm"), SHAPE),
        ("brand-mid", brand["brand-mid"], "brand-soft", brand["brand-soft"], GREY_STEP),
    ]
    pairs += [("white", WHITE, key, value, SHAPE) for key, value in brand.values if key.startswith("bin-")]
    return pairs + _staff_pairs(brand)


def _staff_pairs(brand: Brand) -> list[tuple[str, str, str, str, float]]:
    roles = staff_colours(brand)
    pairs = []
    for theme, name in enumerate(("light", "dark")):
        surface, canvas = _staff("surface")[theme], _staff("canvas")[theme]
        wanted = [
            ("bar-text", roles["bar-text"], "bar", roles["bar"][theme], TEXT),
            ("accent", roles["accent"], "surface", surface, SHAPE),
            ("accent", roles["accent"], "canvas", canvas, SHAPE),
            ("on-accent", _staff("on-accent"), "accent", roles["accent"][theme], TEXT),
            ("link", roles["link"], "surface", surface, TEXT),
            ("link", roles["link"], "canvas", canvas, TEXT),
            ("chart-line", roles["chart-line"], "surface", surface, SHAPE),
            ("chart-line", roles["chart-line"], "chart-band", roles["chart-band"][theme], SHAPE),
            ("chart-other", _staff("chart-other"), "surface", surface, SHAPE),
        ]
        pairs += [
            (f"{front} of the staff pages ({name})", colours[theme], back, ground, limit)
            for front, colours, back, ground, limit in wanted
        ]
    return pairs


def contrast_faults(brand: Brand) -> list[str]:
    """A sentence for every pair of colours that is too close to be read; an empty list for a brand that can be used."""
    return [
        f"{front} ({ink}) on {back} ({ground}) has a contrast of {contrast(ink, ground):.1f} to 1; it needs {limit:g}."
        for front, ink, back, ground, limit in _pairs(brand)
        if contrast(ink, ground) < limit
    ]


def custom_property(key: str) -> str:
    """The CSS custom property of a token of the pack."""
    if key == "font-family":
        return "--borough-font"
    return f"--{key}" if key.startswith("bin-") else f"--borough-{key}"


def theme_css(brand: Brand, font_url: str = "") -> str:
    """The style sheet of a brand, loaded after all others. `font_url` is where its own font file is served."""
    values, face = dict(brand.values), ""
    if font_url:
        face = (
            '@font-face { font-family: "Council"; font-weight: 200 900; font-display: swap; '
            f'src: url("{font_url}") format("woff2"); }}\n'
        )
        values["font-family"] = f'"Council", {values["font-family"]}'
    public = " ".join(f"{custom_property(key)}: {value};" for key, value in values.items())
    staff = " ".join(
        f"--colour-{role}: {light if light == dark else f'light-dark({light}, {dark})'};"
        for role, (light, dark) in staff_colours(brand).items()
    )
    return f"{face}:root {{ {public} }}\n.desk-template {{ {staff} }}\n"


_in_use: list[tuple[Brand, Path | None]] = []


def use_brand(brand: Brand, folder: Path | None = None) -> None:
    """Show this brand on every page from now on; `folder` is where its logo and font files lie.

    Raises ValueError when a pair of its colours cannot be read.
    """
    if faults := contrast_faults(brand):
        raise ValueError("The colours of the [brand] table cannot be used. " + " ".join(faults))
    if (brand.logo or brand.font) and folder is None:
        raise ValueError("The [brand] table names a file, but the folder of the pack is not known.")
    _in_use[:] = [(brand, folder)]


def current_brand() -> Brand:
    """The brand of this council: what `use_brand` was last given, else the default."""
    return _in_use[0][0] if _in_use else read_brand({})


def brand_file(name: str) -> Path | None:
    """Where a file that the brand names lies, or None when it names none."""
    folder = _in_use[0][1] if _in_use else None
    return folder / name if name and folder else None
