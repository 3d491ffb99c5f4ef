"""SVG charts for pages, PDF and (as images) Word. Equal numbers give identical bytes.

Colours and fonts are attributes, so no style is needed that the content security policy would block.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

WIDTH = 640
INK, MUTED, LINE = "#0b0c0c", "#505a5f", "#cecece"
BAR, FAINT = "#0b4f4a", "#5f978f"  # 9.4 to 1 and 3.3 to 1 against white: WCAG 2.2, criterion 1.4.11
FONT = 'font-family="Liberation Sans, Arial, sans-serif" font-size="15"'


@dataclass(frozen=True)
class Bar:
    """A bar: label, length in any unit, number shown, and whether it is of an earlier period."""

    label: str
    value: Fraction | None
    text: str
    earlier: bool = False


def _svg(height: int, title: str, inside: list[str]) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'role="img" aria-label="{escape(title)}">'
    )
    return "".join([head, f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>', *inside, "</svg>"])


def _text(x: float, y: float, text: str, anchor: str = "start", fill: str = INK, weight: str = "normal") -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{fill}" font-weight="{weight}" {FONT}>'
        f"{escape(text)}</text>"
    )


def _length(bar: Bar, most: Fraction, room: int) -> float:
    return round(float((bar.value or Fraction(0)) / most * room), 1) if most else 0.0


def _most(bars: Sequence[Bar], most: Fraction | None) -> Fraction:
    return most or max((bar.value or Fraction(0) for bar in bars), default=Fraction(0))


def columns(title: str, bars: Sequence[Bar], most: Fraction | None = None) -> str:
    """Return a column chart in the given order, for a time series. Earlier periods are paler.

    most: the value of a full-height column; by default, the largest value. Columns start at zero.
    """
    height, top, floor = 300, 34, 232
    step = WIDTH / max(len(bars), 1)
    wide = min(72.0, step * 0.64)
    drawn = []
    for number, bar in enumerate(bars):
        middle = step * (number + 0.5)
        tall = _length(bar, _most(bars, most), floor - top)
        fill = FAINT if bar.earlier else BAR
        drawn.append(
            f'<rect x="{middle - wide / 2:g}" y="{floor - tall:g}" width="{wide:g}" height="{tall:g}" fill="{fill}"/>'
        )
        drawn.append(_text(middle, floor - tall - 8, bar.text, "middle", weight="bold"))
        drawn += [
            _text(middle, floor + 22 + 19 * n, text, "middle", MUTED) for n, text in enumerate(bar.label.split("\n"))
        ]
    drawn.append(f'<rect x="0" y="{floor}" width="{WIDTH}" height="1" fill="{INK}"/>')
    return _svg(height, title, drawn)


def rows(title: str, bars: Sequence[Bar], most: Fraction | None = None) -> str:
    """Return a bar chart in the given order, for categories; negative values extend left in the paler colour."""
    left, room, each = 224, 316, 32
    largest = most or max((abs(bar.value or Fraction(0)) for bar in bars), default=Fraction(0))
    below = any((bar.value or 0) < 0 for bar in bars)
    zero = left + (room // 2 if below else 0)
    space = room // 2 if below else room
    drawn = []
    for number, bar in enumerate(bars):
        y = 8 + each * number
        long = abs(_length(bar, largest, space))
        start = zero - long if (bar.value or 0) < 0 else zero
        fill = FAINT if (bar.value or 0) < 0 or bar.earlier else BAR
        drawn.append(_text(left - 12, y + 17, bar.label, "end"))
        drawn.append(f'<rect x="{start:g}" y="{y}" width="{long:g}" height="{each - 8}" fill="{fill}"/>')
        drawn.append(_text(zero + (long if (bar.value or 0) >= 0 else 0) + 8, y + 17, bar.text, weight="bold"))
    height = 16 + each * len(bars)
    drawn.append(f'<rect x="{zero}" y="2" width="1" height="{height - 4}" fill="{INK}"/>')
    return _svg(height, title, drawn)
