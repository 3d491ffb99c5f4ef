"""Writes static/ui/tokens.css, the custom properties of every page: `python -m borough.ui.tokens`."""

from pathlib import Path
from typing import Any

from borough.ui.brand import custom_property, read_brand, staff_colours, tokens

SHEET = Path(__file__).parent / "static" / "ui" / "tokens.css"
HEAD = "/* Written by script/build-css from borough/ui/tokens.toml. Change that file, not this one. */\n"
LATIN = (
    "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, "
    "U+2193, U+2212, U+2215, U+FEFF, U+FFFD"
)
LATIN_EXT = "U+0100-0130, U+0132-0151, U+0154-017F, U+0218-021B, U+1E80-1E85, U+1EF2-1EF3"
FALLBACK = (
    '@font-face { font-family: "Borough fallback"; src: local("Arial"), local("Liberation Sans"), local("Helvetica"); '
    "size-adjust: 92%; ascent-override: 106%; descent-override: 42%; line-gap-override: 0%; }\n"
)


def _face(file: str, characters: str) -> str:
    return (
        '@font-face { font-family: "Source Sans 3"; font-style: normal; font-weight: 200 900; font-display: swap; '
        f'src: url("fonts/{file}") format("woff2"); unicode-range: {characters}; }}\n'
    )


def _lines(entries: dict[str, str]) -> str:
    return "".join(f"  {name}: {value};\n" for name, value in entries.items())


def _colour(value: str | list[str]) -> str:
    if isinstance(value, str) or value[0] == value[1]:
        return value if isinstance(value, str) else value[0]
    return f"light-dark({value[0]}, {value[1]})"


def _colours(roles: dict[str, Any]) -> dict[str, str]:
    return {f"--colour-{role}": _colour(value) for role, value in roles.items()}


def _govuk(entries: dict[str, str]) -> dict[str, str]:
    return {f"--govuk-{name}": value for name, value in entries.items()}


def _public(every: dict[str, Any]) -> str:
    sizes: dict[str, list[str]] = every["size"]
    entries = {custom_property(key): str(value) for key, value in every["pack"].items()}
    entries |= {f"--{name}": value for name, value in every["public"].items()}
    entries |= {f"--space-{name}": value for name, value in every["space"].items()}
    entries |= {f"--size-{name}": steps[0] for name, steps in sizes.items()}
    entries |= {f"--{name}": value for name, value in every["layout"].items()}
    wide = {f"--size-{name}": steps[1] for name, steps in sizes.items() if len(steps) > 1}
    return (
        f":root {{\n{_lines(entries | _govuk(every['govuk']['public']))}}}\n"
        f"@media (min-width: 48.0625em) {{ :root {{\n{_lines(wide)}}} }}\n"
    )


def _staff(every: dict[str, Any]) -> str:
    staff: dict[str, Any] = every["staff"]
    own = {role: list(pair) for role, pair in staff_colours(read_brand({})).items()}
    entries = _colours(staff["colour"] | own)
    for part in (staff["type"], staff["shape"], staff["density"]["normal"]):
        entries |= {f"--{name}": value for name, value in part.items()}
    contrast, compact, touch = (
        _lines(_colours(staff["contrast"])),
        *(
            _lines({f"--{name}": value for name, value in staff["density"][density].items()})
            for density in ("compact", "touch")
        ),
    )
    root = ".desk-template"
    return (
        f"{root} {{\n  color-scheme: light dark;\n{_lines(entries | _govuk(every['govuk']['staff']))}}}\n"
        f'{root}[data-theme="light"] {{ color-scheme: light; }}\n{root}[data-theme="dark"] {{ color-scheme: dark; }}\n'
        f'{root}[data-density="compact"] {{\n{compact}}}\n'
        f"@media (pointer: coarse) {{ {root} {{\n{touch}}} }}\n"
        f'@media (prefers-contrast: more) {{ {root}:not([data-contrast="normal"]) {{\n{contrast}}} }}\n'
        f'{root}[data-contrast="more"] {{\n{contrast}}}\n'
    )


def sheet() -> str:
    """The whole text of tokens.css."""
    every: dict[str, Any] = tokens()
    faces = _face("source-sans-3-latin.woff2", LATIN) + _face("latin-ext.woff2", LATIN_EXT) + FALLBACK
    return HEAD + faces + _public(every) + _staff(every)


if __name__ == "__main__":
    SHEET.write_text(sheet())
