"""Locations: a gazetteer or hand-typed address, and a spot given by street and text, with or without a map."""

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
"""Form fields of a map: open state, the control used, centre, width, click position."""
ACROSS = (200, 400, 800, 1600, 3200)  # map widths in metres


@dataclass(frozen=True)
class AddressAnswer:
    """An address as rules take it: UPRN where known, lines and postcode."""

    uprn: int | None
    lines: tuple[str, ...]
    postcode: str

    def __str__(self) -> str:
        return ", ".join(filter(None, [*self.lines, self.postcode]))


@dataclass(frozen=True, kw_only=True)
class Address(Kind):
    """A home or other property: found by postcode or text and chosen, or typed by hand.

    The runtime resolves the chosen UPRN before `clean`; `gazetteer_only` disallows hand-typed addresses.
    """

    component: ClassVar[str] = "address"
    first_part: ClassVar[str] = "query"
    gazetteer_only: bool = False

    def gather(self, key: str, posted: Posted) -> Any:
        """Return the search text, the chosen UPRN or the typed lines."""
        names = ("query", "offered", "uprn", "by-hand", "line1", "line2", "town", "postcode")
        return {name: single_spaced(posted.get(f"{key}-{name}", ""))[:LONGEST] for name in names}

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the UPRN (or None), the lines and the postcode."""
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
        """Return it unchanged in substance: it was matched before."""
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
        """Return an AddressAnswer."""
        return AddressAnswer(stored.get("uprn"), tuple(stored["lines"]), stored.get("postcode", ""))

    def form_value(self, stored: Stored) -> Any:
        """Return the hand-typed lines, or the chosen property."""
        if not stored:
            return {}
        if stored.get("uprn"):
            return {"uprn": str(stored["uprn"]), "query": stored.get("postcode", "")}
        lines = list(stored["lines"])
        line2 = ", ".join(lines[1:-1])
        return {"by-hand": "1", "line1": lines[0], "line2": line2, "town": lines[-1], "postcode": stored["postcode"]}

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return the address lines, postcode last."""
        return tuple(filter(None, [*stored["lines"], stored.get("postcode", "")]))

    def schema(self) -> dict[str, Any]:
        """Return a schema of a UPRN, or of lines, town and postcode."""
        text = {"type": "string", "maxLength": LONGEST}
        uprn = {"type": "integer", "minimum": 1, "maximum": 999_999_999_999}
        known = {"type": "object", "properties": {"uprn": uprn}, "required": ["uprn"], "additionalProperties": False}
        typed = {
            "type": "object",
            "properties": dict.fromkeys(("line1", "line2", "town", "postcode"), text),
            "required": ["line1", "town", "postcode"],
            "additionalProperties": False,
        }
        return known if self.gazetteer_only else {"anyOf": [known, typed]}


def tidy_postcode(text: str) -> str:
    """Return a postcode with correct spacing; empty if it is not one."""
    bare = re.sub(r"[^A-Z0-9]", "", text.upper())
    spaced = f"{bare[:-3]} {bare[-3:]}"
    return spaced if POSTCODE.fullmatch(spaced) else ""


@dataclass(frozen=True, kw_only=True)
class Spot(Kind):
    """An outdoor place: a nearby street, address or postcode, and text for the exact spot. No map is needed.

    It may have a point, from a map or phone geolocation: National Grid metres east and north.
    """

    component: ClassVar[str] = "spot"
    first_part: ClassVar[str] = "near"
    longest: int = 500

    def gather(self, key: str, posted: Posted) -> Any:
        """Return the typed text, the choice and the point."""
        names = ("near", "offered", "chosen", "details", "easting", "northing", "latitude", "longitude", *MAP)
        return {name: str(posted.get(f"{key}-{name}", "") or "").strip()[: self.longest * 2] for name in names}

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the nearby place, the text, and the point where there is one."""
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
        """Return the stored answer."""
        return self.clean(stored, info)

    def form_value(self, stored: Stored) -> Any:
        """Return the stored parts."""
        return {key: str(value) for key, value in (stored or {}).items()}

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return the nearby place, then the text, then the point where there is one."""
        point = (
            msg("National Grid {east}, {north}", east=stored["easting"], north=stored["northing"])
            if stored.get("easting") is not None
            else ""
        )
        return tuple(filter(None, [stored.get("near", ""), *str(stored.get("details", "")).split("\n"), point]))

    def schema(self) -> dict[str, Any]:
        """Return a schema of nearby place, text, property, and a point on the National Grid or in degrees."""
        text = {"type": "string", "maxLength": self.longest}
        metres = {"type": "number", "minimum": 0, "maximum": grid.MAX_NORTHING}
        schema: dict[str, Any] = {
            "near": text,
            "details": text,
            "uprn": {"type": "integer", "minimum": 1, "maximum": 999_999_999_999},
            "easting": metres,
            "northing": metres,
            "latitude": {"type": "number", "minimum": 49, "maximum": 61},
            "longitude": {"type": "number", "minimum": -9, "maximum": 2},
        }
        return {"type": "object", "properties": schema, "additionalProperties": False}


def _metres(value: Any) -> int:
    """Return whole metres of the National Grid. Raises InvalidAnswer for a position outside it."""
    try:
        metres = int(float(str(value)))
    except (ValueError, OverflowError):
        metres = -1
    if not 0 <= metres <= grid.MAX_NORTHING:
        raise InvalidAnswer("Enter a street, address or postcode near it", "near")
    return metres


def to_metres(*values: Any) -> tuple[int, int] | None:
    """Return an easting and northing from form values, or None if they are invalid."""
    texts = [str(value or "").partition(".")[0] for value in values]
    if all(text.isdecimal() and text.isascii() and len(text) <= 7 for text in texts):
        return int(texts[0]), int(texts[1])
    return None
