"""Where: an address of the gazetteer or by hand, and a spot told by a street and in words, with or without a map."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds.base import Kind, Posted, QuestionInfo, Stored, left_empty, single_spaced
from borough.kernel import grid
from borough.kernel.messages import msg

POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
LONGEST = 200
MAP = ("map", "move", "east", "north", "across", "large.x", "large.y", "small.x", "small.y")
"""What a map sends: that it is open, what is to be done with it, its middle, its width, where it was pressed."""
ACROSS = (200, 400, 800, 1600, 3200)  # metres a map may show


@dataclass(frozen=True)
class AddressAnswer:
    """An address as rules take it: its property where it is known, its lines, its postcode."""

    uprn: int | None
    lines: tuple[str, ...]
    postcode: str

    def __str__(self) -> str:
        return ", ".join(filter(None, [*self.lines, self.postcode]))


@dataclass(frozen=True, kw_only=True)
class Address(Kind):
    """A home or other property: found by postcode or words and chosen, or typed by hand.

    The runtime finds the property behind a chosen number before this settles it; `held_only` allows none by hand.
    """

    component: ClassVar[str] = "address"
    first_part: ClassVar[str] = "query"
    gazetteer_only: bool = False

    def gather(self, key: str, posted: Posted) -> Any:
        """What was looked for, chosen or typed."""
        names = ("query", "offered", "uprn", "by-hand", "line1", "line2", "town", "postcode")
        return {name: single_spaced(posted.get(f"{key}-{name}", ""))[:LONGEST] for name in names}

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """The property's number (or none), its lines and its postcode."""
        raw = raw if isinstance(raw, dict) else {}
        if raw.get("lines"):
            uprn = int(raw["uprn"]) if raw.get("uprn") else None
            if uprn is None and self.gazetteer_only:
                raise InvalidAnswer(info.missing, "query")
            lines = [str(line)[:LONGEST] for line in raw["lines"]]
            return {"uprn": uprn, "lines": lines, "postcode": str(raw.get("postcode", ""))[:10]}
        if raw.get("by-hand") or raw.get("line1"):
            return self._by_hand(raw, info)
        return left_empty(info)

    def revalidate(self, stored: Stored, info: QuestionInfo) -> Stored | None:
        """As it is kept: it was found before."""
        return self.clean(stored, info)

    def _by_hand(self, raw: dict[str, Any], info: QuestionInfo) -> Stored | None:
        if self.gazetteer_only:
            raise InvalidAnswer(info.missing, "query")
        values = {name: single_spaced(raw.get(name)) for name in ("line1", "line2", "town", "postcode")}
        if not any(values.values()) and info.optional:
            return None
        if not values["line1"]:
            raise InvalidAnswer("Enter address line 1, typically the building and street", "line1")
        if not values["town"]:
            raise InvalidAnswer("Enter a town or city", "town")
        postcode = tidy_postcode(values["postcode"])
        if not postcode:
            raise InvalidAnswer("Enter a full UK postcode", "postcode")
        lines = [values["line1"], *filter(None, [values["line2"]]), values["town"]]
        return {"uprn": None, "lines": lines, "postcode": postcode}

    def value(self, stored: Stored) -> Any:
        """An AddressAnswer."""
        return AddressAnswer(stored.get("uprn"), tuple(stored["lines"]), stored.get("postcode", ""))

    def form_value(self, stored: Stored) -> Any:
        """By hand again, or the property chosen."""
        if not stored:
            return {}
        if stored.get("uprn"):
            return {"uprn": str(stored["uprn"]), "query": stored.get("postcode", "")}
        lines = list(stored["lines"])
        line2 = ", ".join(lines[1:-1])
        return {"by-hand": "1", "line1": lines[0], "line2": line2, "town": lines[-1], "postcode": stored["postcode"]}

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Line by line, the postcode last."""
        return tuple(filter(None, [*stored["lines"], stored.get("postcode", "")]))

    def schema(self) -> dict[str, Any]:
        """A property's number, or lines, town and postcode."""
        text = {"type": "string", "maxLength": LONGEST}
        uprn = {"type": "integer", "minimum": 1, "maximum": 999_999_999_999}
        known = {"type": "object", "properties": {"uprn": uprn}, "required": ["uprn"], "additionalProperties": False}
        typed = {"type": "object", "properties": dict.fromkeys(("line1", "line2", "town", "postcode"), text),
                 "required": ["line1", "town", "postcode"], "additionalProperties": False}  # fmt: skip
        return known if self.gazetteer_only else {"anyOf": [known, typed]}


def tidy_postcode(text: str) -> str:
    """A postcode with its space put right, or nothing when it is none."""
    bare = re.sub(r"[^A-Z0-9]", "", text.upper())
    spaced = f"{bare[:-3]} {bare[-3:]}"
    return spaced if POSTCODE.fullmatch(spaced) else ""


@dataclass(frozen=True, kw_only=True)
class Spot(Kind):
    """A place out of doors: a street, address or postcode near it, and words for where exactly. No map is needed.

    A point may come with it, from a map or from the finder of a telephone: metres east and north of the grid.
    """

    component: ClassVar[str] = "spot"
    first_part: ClassVar[str] = "near"
    longest: int = 500

    def gather(self, key: str, posted: Posted) -> Any:
        """What was typed, chosen and pointed at."""
        names = ("near", "offered", "chosen", "details", "easting", "northing", "latitude", "longitude", *MAP)
        return {name: str(posted.get(f"{key}-{name}", "") or "").strip()[: self.longest * 2] for name in names}

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Near what, in which words, and a point where there is one."""
        raw = raw if isinstance(raw, dict) else {}
        near, details = single_spaced(raw.get("near")), str(raw.get("details") or "").strip()
        point = (raw.get("easting"), raw.get("northing"))
        if not near and not details and not all(point):
            return left_empty(info)
        if len(details) > self.longest:
            raise InvalidAnswer("Say where exactly it is in {most} characters or less", "details", most=self.longest)
        if not near and not all(point):
            raise InvalidAnswer("Enter a street, address or postcode near it", "near")
        answer: dict[str, Any] = {"near": near[:LONGEST], "details": details}
        if all(point):
            answer |= dict(zip(("easting", "northing"), map(_metres, point), strict=True))
        for name in ("uprn", "usrn"):
            if raw.get(name):
                answer[name] = int(raw[name])
        return answer

    def revalidate(self, stored: Stored, info: QuestionInfo) -> Stored | None:
        """As it is kept."""
        return self.clean(stored, info)

    def form_value(self, stored: Stored) -> Any:
        """As it was told."""
        return {key: str(value) for key, value in (stored or {}).items()}

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Near what, then the words, then the point where there is one."""
        point = msg("National Grid {east}, {north}", east=stored["easting"], north=stored["northing"]) \
            if stored.get("easting") is not None else ""  # fmt: skip
        return tuple(filter(None, [stored.get("near", ""), *str(stored.get("details", "")).split("\n"), point]))

    def schema(self) -> dict[str, Any]:
        """Near what, words, the property it is at, and a point on the National Grid or by latitude and longitude."""
        text = {"type": "string", "maxLength": self.longest}
        metres = {"type": "number", "minimum": 0, "maximum": grid.MAX_NORTHING}
        schema: dict[str, Any] = {
            "near": text, "details": text, "uprn": {"type": "integer", "minimum": 1, "maximum": 999_999_999_999},
            "easting": metres, "northing": metres, "latitude": {"type": "number", "minimum": 49, "maximum": 61},
            "longitude": {"type": "number", "minimum": -9, "maximum": 2},
        }  # fmt: skip
        return {"type": "object", "properties": schema, "additionalProperties": False}


def _metres(value: Any) -> int:
    """Whole metres of the National Grid; Wrong for what is no place on it."""
    try:
        metres = int(float(str(value)))
    except (ValueError, OverflowError):
        metres = -1
    if not 0 <= metres <= grid.MAX_NORTHING:
        raise InvalidAnswer("Enter a street, address or postcode near it", "near")
    return metres


def to_metres(*values: Any) -> tuple[int, int] | None:
    """An easting and a northing as a page told them, or None where they are none."""
    texts = [str(value or "").partition(".")[0] for value in values]
    if all(text.isdecimal() and text.isascii() and len(text) <= 7 for text in texts):
        return int(texts[0]), int(texts[1])
    return None
