"""Where pages find the brand: addresses of its style sheet, font and logo, and the council's name and contacts."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

from borough.kernel.council_pack import COUNCIL, CouncilPack
from borough.kernel.toml_tables import PackFault
from borough.ui.brand import Brand, brand_file, contrast_faults, current_brand, read_brand, theme_css, use_brand

FONT = "ui/fonts/source-sans-3-latin.woff2"
LOGO = "ui/logo.svg"
_ENDINGS = (
    " Metropolitan Borough Council",
    " London Borough Council",
    " Borough Council",
    " City Council",
    " County Council",
    " District Council",
    " Council",
)


@dataclass(frozen=True)
class BrandFile:
    """A file of the brand as it is served: its bytes, media type and the hash in its address."""

    content: bytes
    media_type: str
    digest: str


def load_brand() -> None:
    """Use the brand of the settings: COUNCIL_BRAND, a [brand] table, and COUNCIL_FOLDER, where its files lie.

    Raises ValueError when it cannot be used, with a sentence for each fault.
    """
    table: Mapping[str, object] = getattr(settings, "COUNCIL_BRAND", {})
    folder: Path | None = getattr(settings, "COUNCIL_FOLDER", None)
    use_brand(read_brand(table), folder)


def check_brand(pack: CouncilPack) -> Iterator[PackFault]:
    """Yield what cannot be used in the [brand] table of a pack: unknown entries, missing files, too little contrast."""
    file = pack.files[COUNCIL]
    try:
        brand = read_brand(pack.brand)
    except ValueError as error:
        yield file.fault(str(error), "brand")
        return
    for sentence in contrast_faults(brand):
        yield file.fault(sentence, "brand")
    for key, name in (("logo", brand.logo), ("font", brand.font)):
        if name and not pack.file("brand", name):
            yield file.fault(f"The folder brand has no file {name}.", "brand", key)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def _read(path: Path) -> BrandFile:
    content = path.read_bytes()
    return BrandFile(content, guess_type(path.name)[0] or "application/octet-stream", _digest(content))


def served_file(name: str) -> BrandFile | None:
    """The file of this name, if the brand in use names it as its logo or font."""
    brand = current_brand()
    path = brand_file(name) if name in {brand.logo, brand.font} else None
    return _read(path) if path else None


def _address(name: str, otherwise: str) -> str:
    file = served_file(name) if name else None
    return f"/brand/{file.digest}/{name}" if file else static(otherwise)


def logo_url() -> str:
    """Where the council's logo is served."""
    return _address(current_brand().logo, LOGO)


def font_url() -> str:
    """Where the font of the first page is served, for the browser to fetch it early."""
    return _address(current_brand().font, FONT)


@cache
def _sheet(brand: Brand, font: str) -> BrandFile:
    content = theme_css(brand, font).encode()
    return BrandFile(content, "text/css; charset=utf-8", _digest(content))


def theme() -> BrandFile:
    """The style sheet of the brand in use."""
    brand = current_brand()
    return _sheet(brand, font_url() if brand.font else "")


def theme_url() -> str:
    """Where that style sheet is served; the address changes with its content."""
    return f"/theme-{theme().digest}.css"


def brand_colour() -> str:
    """The colour that a browser may give its own frame."""
    return current_brand()["brand"]


def council_contact() -> dict[str, str]:
    """How to reach the council by phone and in person: phone, hours, text_relay and address, each empty if not set."""
    given: Mapping[str, str] = getattr(settings, "COUNCIL_CONTACT", {})
    return {key: given.get(key, "") for key in ("phone", "hours", "text_relay", "address")}


def council_name() -> tuple[str, str]:
    """The council's name in two lines: the place, and the kind of council."""
    name: str = settings.COUNCIL_NAME
    ending = next((ending for ending in _ENDINGS if name.endswith(ending)), "")
    return (name.removesuffix(ending), ending.strip()) if ending else (name, "")


def template_globals() -> dict[str, Callable[[], object]]:
    """What every template may call."""
    return {
        "council_name": council_name,
        "council_contact": council_contact,
        "theme_url": theme_url,
        "logo_url": logo_url,
        "font_url": font_url,
        "brand_colour": brand_colour,
    }
