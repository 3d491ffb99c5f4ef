"""SVG map of the gazetteer itself: streets, numbered properties, a centre cross and a marker.

No external tiles are used. The same plan gives the same bytes. Colours are attributes, since the content
security policy blocks styles.
"""

from collections.abc import Iterator
from html import escape
from math import atan2, degrees, hypot

from borough.gazetteer.types.plan import MapPlan, PlanProperty, PlanStreet

SIZES = (600, 280)  # pixels: on wide screens and on narrow ones
INK, MUTED, PAPER, ROAD, EDGE, HOME, PIN = ("#0b0c0c", "#505a5f", "#f3f2f1", "#ffffff", "#b1b4b6", "#5f978f", "#a4343a")
FONT = 'font-family="Liberation Sans, Arial, sans-serif"'
NUMBERED = 1.3  # pixels a metre from which numbers are legible
CROWD = 22  # minimum distance of two numbers in pixels
STEPS = 60  # points at which a street is checked for visibility
SCALES = (10, 20, 50, 100, 200, 500, 1000)


class _Canvas:
    """Converts National Grid points to image coordinates."""

    def __init__(self, plan: MapPlan, size: int) -> None:
        self.size = size
        self.west, self.north = plan.easting - plan.across / 2, plan.northing + plan.across / 2
        self.scale = size / plan.across

    def at(self, easting: float, northing: float) -> tuple[float, float]:
        """Return pixels from the left and the top."""
        return round((easting - self.west) * self.scale, 1), round((self.north - northing) * self.scale, 1)

    def contains(self, x: float, y: float) -> bool:
        """Return whether a point is in the image."""
        return 0 <= x <= self.size and 0 <= y <= self.size

    def clamp(self, at: float) -> float:
        """Return the coordinate moved far enough from the edge for a label."""
        return min(max(at, 40.0), self.size - 40.0)


def draw_svg(plan: MapPlan, pin: tuple[float, float] | None = None, size: int = SIZES[0]) -> str:
    """Return the map at a given width in pixels, with a marker if there is one."""
    paper = _Canvas(plan, size)
    inside = [
        f'<rect width="{size}" height="{size}" fill="{PAPER}"/>',
        *_roads(plan, paper),
        *_homes(plan, paper),
        *_names(plan, paper),
        *_cross(size),
        *_measure(plan, paper),
    ]
    if pin is not None:
        inside += _pin(*paper.at(*pin))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 {size} {size}">'
    return "".join([head, *inside, "</svg>"])


def _street_lines(plan: MapPlan, paper: _Canvas) -> Iterator[tuple[PlanStreet, float, float, float, float]]:
    for street in plan.streets:
        yield (street, *paper.at(street.start_x, street.start_y), *paper.at(street.end_x, street.end_y))


def _roads(plan: MapPlan, paper: _Canvas) -> Iterator[str]:
    wide = max(4.0, min(18.0, 7 * paper.scale))
    for colour, width in ((EDGE, wide + 2), (ROAD, wide)):
        for _, x1, y1, x2, y2 in _street_lines(plan, paper):
            yield (
                f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour}" stroke-width="{width:g}" '
                f'stroke-linecap="round"/>'
            )


def _names(plan: MapPlan, paper: _Canvas) -> Iterator[str]:
    labelled: set[str] = set()
    for street, x1, y1, x2, y2 in _street_lines(plan, paper):
        seen = [
            n / STEPS
            for n in range(STEPS + 1)
            if paper.contains(x1 + (x2 - x1) * n / STEPS, y1 + (y2 - y1) * n / STEPS)
        ]
        long = hypot(x2 - x1, y2 - y1)
        if not seen or street.name in labelled or (long < 7 * len(street.name) and paper.scale < NUMBERED):
            continue
        half = (seen[0] + seen[-1]) / 2
        x, y = paper.clamp(x1 + (x2 - x1) * half), paper.clamp(y1 + (y2 - y1) * half)
        labelled.add(street.name)
        angle = degrees(atan2(y2 - y1, x2 - x1)) if long > 20 else 0.0
        angle = angle - 180 if angle > 90 else angle + 180 if angle < -90 else angle
        yield (
            f'<text x="{x:g}" y="{y + 4:g}" transform="rotate({angle:.1f} {x:g} {y:g})" text-anchor="middle" '
            f'font-size="13" {FONT} fill="{INK}" stroke="{ROAD}" stroke-width="3" paint-order="stroke">'
            f"{escape(street.name.title())}</text>"
        )


def _homes(plan: MapPlan, paper: _Canvas) -> Iterator[str]:
    numbered: list[tuple[float, float]] = []
    squares, numbers = list[str](), list[str]()
    side = 6 if paper.scale >= NUMBERED else 3
    for home in plan.properties:
        x, y = paper.at(home.easting, home.northing)
        squares.append(f"M{x - side / 2:g} {y - side / 2:g}h{side}v{side}h-{side}z")
        if paper.scale >= NUMBERED and _has_room(home, x, y, numbered):
            numbered.append((x, y))
            numbers.append(f'<text x="{x + 5:g}" y="{y + 4:g}">{escape(home.number)}</text>')
    yield f'<path d="{"".join(squares)}" fill="{HOME}"/>' if squares else ""
    yield f'<g font-size="11" {FONT} fill="{MUTED}">{"".join(numbers)}</g>'


def _has_room(home: PlanProperty, x: float, y: float, numbered: list[tuple[float, float]]) -> bool:
    return bool(home.number) and all(abs(x - a) > CROWD or abs(y - b) > CROWD / 2 for a, b in numbered)


def _cross(size: int) -> Iterator[str]:
    half = size / 2
    for x1, y1, x2, y2 in (
        (half - 14, half, half - 4, half),
        (half + 4, half, half + 14, half),
        (half, half - 14, half, half - 4),
        (half, half + 4, half, half + 14),
    ):
        yield f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{INK}" stroke-width="2"/>'


def _pin(x: float, y: float) -> list[str]:
    return [
        f'<path d="M {x:g} {y:g} l -9 -20 a 10 10 0 1 1 18 0 z" fill="{PIN}" stroke="{ROAD}" stroke-width="2"/>',
        f'<circle cx="{x:g}" cy="{y - 23:g}" r="3.5" fill="{ROAD}"/>',
    ]


def _measure(plan: MapPlan, paper: _Canvas) -> list[str]:
    metres = max(scale for scale in SCALES if scale <= plan.across / 4 or scale == SCALES[0])
    long = metres * paper.scale
    y = paper.size - 14
    return [
        f'<rect x="8" y="{paper.size - 36}" width="{long + 16:g}" height="30" fill="{ROAD}" fill-opacity="0.85"/>',
        f'<line x1="16" y1="{y}" x2="{16 + long:g}" y2="{y}" stroke="{INK}" stroke-width="3"/>',
        f'<text x="16" y="{y - 6}" font-size="12" {FONT} fill="{INK}">{metres} m</text>',
    ]
