"""Colours by number: relative luminance and contrast of WCAG 2.2, mixing, and the nearest shade that passes a limit."""

import colorsys
import re

HEX = re.compile(r"#[0-9a-f]{6}")
WHITE, BLACK = "#ffffff", "#000000"
_STEPS = 50
_MOST_SATURATED = 0.5


def parse_colour(text: str) -> str:
    """A colour as #rrggbb in lower case. Raises ValueError for any other notation."""
    colour = text.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        colour = "#" + "".join(digit * 2 for digit in colour[1:])
    if not HEX.fullmatch(colour):
        raise ValueError(f"{text!r} is not a colour. Write it as # and six hexadecimal digits, such as #15493f.")
    return colour


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(channel: int) -> float:
    value = channel / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2: 0 for black, 1 for white."""
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21, whichever is the lighter."""
    lower, higher = sorted((luminance(first), luminance(second)))
    return (higher + 0.05) / (lower + 0.05)


def mix(first: str, second: str, share: float) -> str:
    """A mix of two colours in sRGB; `share` of 1 gives the second."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def shade_that_passes(colour: str, target: str, grounds: tuple[str, ...], limit: float) -> str:
    """The colour, made lighter (target white) or darker in small steps until its contrast on every ground is `limit`.

    The hue stays, so that a council's colour is still known by sight; a lighter shade is never garish.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    end = 1.0 if target == WHITE else 0.0
    calm = min(saturation, _MOST_SATURATED) if target == WHITE else saturation
    for step in range(_STEPS + 1):
        red, green, blue = colorsys.hls_to_rgb(hue, lightness + (end - lightness) * step / _STEPS, calm)
        shade = colour if not step else f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
        if all(contrast(shade, ground) >= limit for ground in grounds):
            return shade
    return target
