"""Map navigation without JavaScript: each click on the map or its buttons submits the page."""

from typing import Any

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds.address import ACROSS, to_metres
from borough.gazetteer import public as gazetteer
from borough.kernel import grid
from borough.kernel.messages import msg
from borough.services.queries.place_fields import SIZES

USUAL = 400
MOVES = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}


def moved(raw: dict[str, Any]) -> dict[str, Any] | None:
    """Return the form values with the map's next state; None when no map control was used.

    Raises InvalidAnswer when there is no map to show.
    """
    move, pressed = str(raw.get("move") or ""), _pressed(raw)
    if not move and pressed is None:
        return None
    if move == "hide":
        return _still(raw) | {"map": ""}
    if move == "show" or not raw.get("map"):
        return _still(raw) | _opened(raw)
    (east, north), across = _middle(raw), _across(raw)
    if pressed is not None or move == "mark":
        right, up = pressed or (0.0, 0.0)
        return _marked(raw, round(east + right * across), round(north + up * across), across)
    if move in MOVES:
        right, up = MOVES[move]
        east, north = east + right * across // 4, north + up * across // 4
    wider = {"nearer": -1, "wider": 1}.get(move, 0)
    at = min(max(ACROSS.index(across) + wider, 0), len(ACROSS) - 1)
    return _still(raw) | _map(east, north, ACROSS[at])


def _pressed(raw: dict[str, Any]) -> tuple[float, float] | None:
    """Return where the image was clicked, as shares of its size right of and above its centre; None if it was not."""
    for name, size in SIZES.items():
        x, y = str(raw.get(f"{name}.x") or ""), str(raw.get(f"{name}.y") or "")
        if x.isdecimal() and y.isdecimal() and len(x) < 5 and len(y) < 5:
            if x == y == "0":  # keyboard press: the centre is meant
                return 0.0, 0.0
            return min(int(x), size) / size - 0.5, 0.5 - min(int(y), size) / size
    return None


def _opened(raw: dict[str, Any]) -> dict[str, Any]:
    """Open the map at the marked point, else at the typed location, else at the centre of the borough."""
    point = (
        to_metres(raw.get("easting"), raw.get("northing"))
        or _near(str(raw.get("near") or ""))
        or gazetteer.map_centre()
    )
    if point is None:
        raise InvalidAnswer(msg("There is no map here yet. Enter a street, address or postcode near it"), "near")
    return _map(*point, USUAL)


def _near(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    if postcode := gazetteer.normalise_postcode(text):
        lines = gazetteer.at_postcode(postcode)
    else:
        lines = [hit.line for hit in gazetteer.search(text, limit=1, postal=True).hits]
    first = next((line for line in lines if line.easting), None)
    return (round(first.easting), round(first.northing)) if first else None


def _marked(raw: dict[str, Any], east: int, north: int, across: int) -> dict[str, Any]:
    """Place the marker; fill in the nearest address if no location text was given."""
    near = str(raw.get("near") or "")
    if not near and (nearest := gazetteer.nearest_addresses(east, north, limit=1)):
        near = gazetteer.single_line(nearest[0][0])
    cleared = dict.fromkeys(("latitude", "longitude", "chosen", "uprn"), "")
    return (
        _still(raw) | cleared | _map(east, north, across) | {"near": near, "easting": str(east), "northing": str(north)}
    )


def _still(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the form values without the map controls."""
    return {name: value for name, value in raw.items() if name != "move" and not name.endswith((".x", ".y"))}


def _map(east: int, north: int, across: int) -> dict[str, str]:
    east, north = min(max(east, 0), grid.MAX_EASTING), min(max(north, 0), grid.MAX_NORTHING)
    return {"map": "open", "east": str(east), "north": str(north), "across": str(across)}


def _middle(raw: dict[str, Any]) -> tuple[int, int]:
    return to_metres(raw.get("east"), raw.get("north")) or gazetteer.map_centre() or (0, 0)


def _across(raw: dict[str, Any]) -> int:
    text = str(raw.get("across") or "")
    return int(text) if text in {str(width) for width in ACROSS} else USUAL
