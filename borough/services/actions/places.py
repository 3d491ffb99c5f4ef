"""Find the property or street that an answer about a place refers to."""

from typing import Any

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds import Address, Kind, Point, QuestionInfo, Spot
from borough.gazetteer import public as gazetteer
from borough.kernel.messages import msg
from borough.services.actions.maps import moved
from borough.services.types import PlaceOption

MOST = 100
LONGEST_UPRN = 12


class NeedsChoice(Exception):
    """Several places match and one must be chosen. wrong: the error if they were offered before and none was chosen."""

    def __init__(self, offers: tuple[PlaceOption, ...], wrong: InvalidAnswer | None = None) -> None:
        self.offers, self.wrong = offers, wrong
        super().__init__(f"{len(offers)} places")


class NeedsMap(Exception):
    """The map must be shown before the answer can be parsed. raw: the typed values with the map state."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        super().__init__("a map")


def locate(kind: Kind, raw: Any, info: QuestionInfo) -> Any:
    """Return the typed answer with its matched place; other kinds of answer are returned unchanged.

    Raises NeedsChoice when several places match, NeedsMap to show the map, and InvalidAnswer when none matches.
    """
    if isinstance(kind, Address) and isinstance(raw, dict):
        return _address(raw, info)
    if isinstance(kind, Spot) and isinstance(raw, dict):
        return _spot(raw, info)
    return _point(kind, raw, info) if isinstance(kind, Point) else raw


def _point(kind: Point, raw: Any, info: QuestionInfo) -> Any:
    """Add National Grid coordinates, degrees and an outside-the-borough flag to a point."""
    read = kind.read(raw, info)
    if read is None:
        return raw
    by_degrees = "latitude" in read
    first, second = ("latitude", "longitude") if by_degrees else ("easting", "northing")
    entered = (float(read[first]), float(read[second]))
    converted = (gazetteer.to_grid if by_degrees else gazetteer.to_latitude_longitude)([entered])[0]
    metres, degrees = (converted, entered) if by_degrees else (entered, converted)
    if metres is None or degrees is None or min(metres) < 0 or not gazetteer.in_great_britain(*degrees):
        raise InvalidAnswer("That place is not in Great Britain. Check {called}", kind.first_part, called=info.called)
    place = {
        "easting": round(metres[0]),
        "northing": round(metres[1]),
        "latitude": round(degrees[0], 6),
        "longitude": round(degrees[1], 6),
        "outside": gazetteer.is_near_property(*metres) is False,
    }
    return {**(raw if isinstance(raw, dict) else {"reference": raw}), "place": place}


def _address(raw: dict[str, Any], info: QuestionInfo) -> dict[str, Any]:
    if raw.get("lines") or raw.get("by-hand"):
        return raw
    number = str(raw.get("uprn") or "")
    if number:
        return raw | _known(number, info)
    query = str(raw.get("query") or "")
    if not query:
        return raw
    offers = find_addresses(query)
    if not offers:
        raise InvalidAnswer("We could not find that address. Check it, or enter the address by hand", "query")
    raise NeedsChoice(offers, InvalidAnswer(info.missing, "uprn") if raw.get("offered") == query else None)


def _known(number: str, info: QuestionInfo) -> dict[str, Any]:
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_UPRN):
        raise InvalidAnswer(info.missing, "uprn")
    line = gazetteer.line_of(int(number))
    if line is None:
        raise InvalidAnswer(info.missing, "uprn")
    return address_of(line)


def address_of(line: gazetteer.Line) -> dict[str, Any]:
    """Convert a gazetteer line to the stored form of an address answer."""
    text = gazetteer.single_line(line).removesuffix(f", {line.postcode}" if line.postcode else "")
    return {"uprn": line.uprn, "lines": text.split(", "), "postcode": line.postcode or ""}


def find_addresses(query: str) -> tuple[PlaceOption, ...]:
    """Return matching addresses: all at a postcode in order, or the best matches."""
    if postcode := gazetteer.normalise_postcode(query):
        lines = gazetteer.at_postcode(postcode)[:MOST]
    else:
        lines = [hit.line for hit in gazetteer.search(query, limit=20, postal=True).hits]
    return tuple(PlaceOption(str(line.uprn), gazetteer.single_line(line)) for line in lines)


def _spot(raw: dict[str, Any], info: QuestionInfo) -> dict[str, Any]:
    """Add the chosen address or street to a spot. Text that matches no place is kept as typed."""
    if (after := moved(raw)) is not None:
        raise NeedsMap(after)
    raw = _on_grid(raw)
    chosen, near = str(raw.get("chosen") or ""), str(raw.get("near") or "")
    if chosen == "details" or not (near or chosen) or raw.get("uprn") or (raw.get("map") and raw.get("easting")):
        return raw
    if chosen:
        known = _known(chosen, info)
        return raw | {"uprn": known["uprn"], "near": ", ".join([*known["lines"], known["postcode"]])}
    offers = find_addresses(near)
    if len(offers) > 1:
        wrong = InvalidAnswer("Choose which of these it is near", "chosen") if raw.get("offered") == near else None
        raise NeedsChoice(
            (*offers[:20], PlaceOption("details", msg("None of these: use “{near}” and my own words", near=near))),
            wrong,
        )
    return raw | ({"uprn": int(offers[0].value), "near": offers[0].text} if offers else {})


def _on_grid(raw: dict[str, Any]) -> dict[str, Any]:
    """Convert a point in latitude and longitude, from a phone or another system, to the National Grid."""
    degrees = (raw.get("latitude"), raw.get("longitude"))
    if raw.get("easting") or None in degrees or "" in degrees:
        return raw
    try:
        point = gazetteer.to_grid([(float(str(degrees[0])), float(str(degrees[1])))])[0]
    except (ValueError, OverflowError):
        point = None
    if point is None:
        raise InvalidAnswer("That point is not in Great Britain. Enter a street, address or postcode near it", "near")
    return raw | {"easting": round(point[0]), "northing": round(point[1])}
