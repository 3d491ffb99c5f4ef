"""Map points: easting and northing, latitude and longitude, grid reference or field number.

The input is parsed here. Before `clean`, the runtime adds `place`: the position on the National Grid and in
degrees, and whether it is outside the borough.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds.base import Kind, Posted, QuestionInfo, Stored, left_empty, single_spaced
from borough.kernel import grid
from borough.kernel.messages import msg

LONGEST = 40
OUTSIDE = "This place is outside our borough. Check that it is the one you mean."
LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"  # the National Grid omits I
SQUARE = 100_000  # metres
_NUMBER = re.compile(r"[-−]?\d{1,9}(\.\d{1,12})?")
_REFERENCE = re.compile(r"([A-Z]{2})(\d{2,10})")
PLACE = ("easting", "northing", "latitude", "longitude")


@dataclass(frozen=True)
class PointAnswer:
    """A point as rules take it: National Grid metres and degrees, where computed."""

    easting: float | None
    northing: float | None
    latitude: float | None
    longitude: float | None
    outside: bool


@dataclass(frozen=True, kw_only=True)
class Point(Kind):
    """The common base of point kinds. `parts`: the inputs, each with a name and an example."""

    component: ClassVar[str] = "point"
    parts: ClassVar[tuple[tuple[str, str, str], ...]] = ()

    def read(self, raw: Any, info: QuestionInfo) -> Mapping[str, Any] | None:
        """Return `easting` and `northing`, or `latitude` and `longitude`; None when empty. Raises InvalidAnswer."""
        raise NotImplementedError

    def gather(self, key: str, posted: Posted) -> Any:
        """Return the input values."""
        return {part: single_spaced(posted.get(f"{key}-{part}", ""))[:LONGEST] for part, _, _ in self.parts}

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the input with its position."""
        point = self.read(raw, info)
        if point is None:
            return None
        place = raw.get("place") if isinstance(raw, dict) else None
        return {**(place or {}), **point}

    def revalidate(self, stored: Stored, info: QuestionInfo) -> Stored | None:
        """Return the stored answer: its position does not change."""
        return self.clean(self.form_value(stored), info)

    def value(self, stored: Stored) -> Any:
        """Return a PointAnswer."""
        easting, northing, latitude, longitude = (stored.get(part) for part in PLACE)
        return PointAnswer(easting, northing, latitude, longitude, bool(stored.get("outside")))

    def form_value(self, stored: Stored) -> Any:
        """Return the input values and their position."""
        if not stored:
            return {part: "" for part, _, _ in self.parts}
        place = {part: stored[part] for part in (*PLACE, "outside") if part in stored}
        return {part: _plain(stored.get(part, "")) for part, _, _ in self.parts} | {"place": place}

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return the input, and a warning if it is outside the borough."""
        texts = [msg("{name} {value}", name=name, value=_plain(stored[part])) for part, name, _ in self.parts]
        return (*texts, *([OUTSIDE] if stored.get("outside") else []))

    def texts(self) -> tuple[str, ...]:
        """Return the input labels and the warning."""
        return (*(name for _, name, _ in self.parts), OUTSIDE)


@dataclass(frozen=True, kw_only=True)
class _Pair(Point):
    """Two bounded numbers. `within`: narrower bounds by input; None for an open bound."""

    reach: ClassVar[Mapping[str, tuple[float, float]]] = {}
    within: tuple[tuple[str, float | None, float | None], ...] = ()

    def read(self, raw: Any, info: QuestionInfo) -> Mapping[str, Any] | None:
        """Return both numbers."""
        values = {part: str((raw or {}).get(part, "") if isinstance(raw, dict) else "").strip() for part in self.reach}
        if not any(values.values()):
            left_empty(info)
            return None
        return {part: self._number(part, name, like, values[part]) for part, name, like in self.parts}

    def _number(self, part: str, name: str, like: str, text: str) -> float:
        if not text:
            raise InvalidAnswer("Enter {name}", part, name=name.lower())
        bare = re.sub(r"[\s,°]", "", text).replace("−", "-")
        if not (_NUMBER.fullmatch(bare) and bare.isascii()):
            raise InvalidAnswer("{name} must be a number, like {like}", part, name=name, like=like)
        number = float(bare)
        least, most = self.bounds(part)
        if not least <= number <= most:
            raise InvalidAnswer(
                "{name} must be between {least} and {most}", part, name=name, least=_plain(least), most=_plain(most)
            )
        return int(number) if number.is_integer() else number

    def bounds(self, part: str) -> tuple[float, float]:
        """Return the minimum and maximum of an input."""
        least, most = self.reach[part]
        for name, low, high in self.within:
            if name == part:
                least, most = (
                    max(least, low if low is not None else least),
                    min(most, high if high is not None else most),
                )
        return least, most

    def schema(self) -> dict[str, Any]:
        """Return a schema of both numbers."""
        properties = {
            part: {"type": "number", "minimum": self.bounds(part)[0], "maximum": self.bounds(part)[1]}
            for part in self.reach
        }
        return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


@dataclass(frozen=True, kw_only=True)
class EastingNorthing(_Pair):
    """Metres east and north on the National Grid."""

    first_part: ClassVar[str] = "easting"
    parts: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("easting", "Easting", "358357"),
        ("northing", "Northing", "417584"),
    )
    reach: ClassVar[Mapping[str, tuple[float, float]]] = {
        "easting": (0, grid.MAX_EASTING),
        "northing": (0, grid.MAX_NORTHING),
    }


@dataclass(frozen=True, kw_only=True)
class LatitudeLongitude(_Pair):
    """Degrees north and east (WGS84), as phones and most maps use."""

    first_part: ClassVar[str] = "latitude"
    parts: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("latitude", "Latitude", "53.6531"),
        ("longitude", "Longitude", "-2.6315"),
    )
    reach: ClassVar[Mapping[str, tuple[float, float]]] = {"latitude": (49, 61), "longitude": (-9, 2)}


@dataclass(frozen=True, kw_only=True)
class _Reference(Point):
    """Two letters for a 100 km square, and digits within it."""

    figures: ClassVar[tuple[int, ...]] = ()

    def gather(self, key: str, posted: Posted) -> Any:
        """Return the single input."""
        return {"reference": single_spaced(posted.get(key, ""))[:LONGEST]}

    def read(self, raw: Any, info: QuestionInfo) -> Mapping[str, Any] | None:
        """Return the formatted reference and the south-west corner of the square it denotes."""
        text = str((raw.get("reference") if isinstance(raw, dict) else raw) or "")
        bare = re.sub(r"[\s.,/-]", "", text).upper()
        if not bare:
            left_empty(info)
            return None
        match = _REFERENCE.fullmatch(bare) if bare.isascii() else None
        corner = corner_of(match[1]) if match else None
        if match is None or len(match[2]) not in self.figures or corner is None:
            raise InvalidAnswer(
                "Enter {called} in the correct format, like {like}", called=info.called, like=self.parts[0][2]
            )
        east, north = self.metres(match[2])
        written = self.written(match[1], match[2])
        return {"reference": written, "easting": corner[0] + east, "northing": corner[1] + north}

    def metres(self, figures: str) -> tuple[int, int]:
        """Return metres from the corner of the 100 km square."""
        raise NotImplementedError

    def written(self, letters: str, figures: str) -> str:
        """Return the conventional notation."""
        raise NotImplementedError

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return the reference, and a warning if it is outside the borough."""
        return (str(stored["reference"]), *([OUTSIDE] if stored.get("outside") else []))

    def schema(self) -> dict[str, Any]:
        """Return a string schema."""
        return {"type": "string", "maxLength": LONGEST}


@dataclass(frozen=True, kw_only=True)
class GridReference(_Reference):
    """An Ordnance Survey grid reference of 2 to 10 digits, half easting and half northing: SD 58357 17584."""

    parts: ClassVar[tuple[tuple[str, str, str], ...]] = (("reference", "Grid reference", "SD 583 175"),)
    figures: ClassVar[tuple[int, ...]] = (2, 4, 6, 8, 10)

    def metres(self, figures: str) -> tuple[int, int]:
        """Return metres from the first half (easting) and second half (northing) of the digits."""
        half = len(figures) // 2
        step = 10 ** (5 - half)
        return int(figures[:half]) * step, int(figures[half:]) * step

    def written(self, letters: str, figures: str) -> str:
        """Return the letters and both halves, separated by spaces."""
        half = len(figures) // 2
        return f"{letters} {figures[:half]} {figures[half:]}"


@dataclass(frozen=True, kw_only=True)
class FieldNumber(_Reference):
    """A National Grid field number: the sheet of a 1 km square, and the field centre to 10 m within it.

    Source: Rural Payments Agency, land parcel numbers: SD5817 3558 is sheet SD5817, 350 m east and 580 m north on
    it.
    """

    parts: ClassVar[tuple[tuple[str, str, str], ...]] = (("reference", "Field number", "SD 5817 3558"),)
    figures: ClassVar[tuple[int, ...]] = (8,)

    def metres(self, figures: str) -> tuple[int, int]:
        """Return metres: kilometres from the sheet, tens of metres from the field."""
        east, north = int(figures[0:2]), int(figures[2:4])
        return east * 1_000 + int(figures[4:6]) * 10, north * 1_000 + int(figures[6:8]) * 10

    def written(self, letters: str, figures: str) -> str:
        """Return sheet and field, separated by a space."""
        return f"{letters} {figures[:4]} {figures[4:]}"


def corner_of(letters: str) -> tuple[int, int] | None:
    """Return the south-west corner of a 100 km square in National Grid metres; None if it is not on the grid.

    500 km squares are lettered in rows of five from the north-west, as are the 100 km squares in each; SV is the
    origin.
    """
    if any(letter not in LETTERS for letter in letters):
        return None
    large, small = (divmod(LETTERS.index(letter), 5) for letter in letters)
    east = (large[1] - 2) * 5 + small[1]
    north = (3 - large[0]) * 5 + 4 - small[0]
    return (east * SQUARE, north * SQUARE) if 0 <= east <= 6 and 0 <= north <= 12 else None


def _plain(number: Any) -> str:
    """Return a number without trailing zeros, and any other text unchanged."""
    return str(int(number)) if isinstance(number, float) and number.is_integer() else str(number)
