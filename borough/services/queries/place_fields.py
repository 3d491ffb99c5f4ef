"""Questions about a place as components: an address that is found or typed, and a spot by query or on a map."""

from collections.abc import Mapping
from typing import Any

from borough.forms.kinds.address import ACROSS, to_metres
from borough.gazetteer import public as gazetteer
from borough.kernel.messages import msg
from borough.services.queries.question_field import Component, Field, counted, offers_of, titled
from borough.services.queries.translators import Translator

SIZES = dict(zip(("large", "small"), gazetteer.SIZES, strict=True))
"""Image size in pixels on wide and narrow screens, for converting click positions."""
MOVES = (
    ("mark", msg("Place marker here")),
    ("north", msg("Move north")),
    ("south", msg("Move south")),
    ("west", msg("Move west")),
    ("east", msg("Move east")),
    ("nearer", msg("Zoom in")),
    ("wider", msg("Zoom out")),
    ("hide", msg("Hide the map")),
)


def address(field: Field, heading: bool) -> list[Component]:
    """A postcode or query, then a list to choose from; or line by line."""
    raw = field.raw if isinstance(field.raw, dict) else {}
    key, translator = field.key, field.translator
    title = titled(field, heading)
    if raw.get("by-hand"):
        return [*title, ("hidden", {"name": f"{key}-by-hand", "value": "1"}), *_typed(field, raw)]
    hidden = ("hidden", {"name": f"{key}-query", "value": raw.get("query", "")})
    if field.offers:
        chosen = offers_of(field, "uprn", translator(msg("Choose the address")), raw.get("uprn", ""))
        return [*title, hidden, _offered(key, raw.get("query", "")), chosen, ("again", {}), ("by_hand", {"key": key})]
    options: dict[str, Any] = {
        "id": f"{key}-query",
        "name": f"{key}-query",
        "value": raw.get("query", ""),
        "autocomplete": "postal-code",
        "label": {"text": translator(msg("Postcode, or the first line of the address")), "classes": "govuk-label--s"},
        "hint": {"text": translator(msg("For example, PR7 1DP or 10 Market Street"))},
        "spellcheck": False,
    }
    error = field.error()
    return [*title, ("govukInput", options | ({"errorMessage": error} if error else {})), ("by_hand", {"key": key})]


def _offered(key: str, of: str) -> Component:
    """Return the search text of the offered places, so that a submission without a choice can be reported."""
    return "hidden", {"name": f"{key}-offered", "value": of}


def _typed(field: Field, raw: Mapping[str, Any]) -> list[Component]:
    translator, key = field.translator, field.key
    boxes = (
        ("line1", msg("Address line 1"), "address-line1", ""),
        ("line2", msg("Address line 2 (optional)"), "address-line2", ""),
        ("town", msg("Town or city"), "address-level2", "govuk-!-width-two-thirds"),
        ("postcode", msg("Postcode"), "postal-code", "govuk-input--width-10"),
    )
    inputs: list[Component] = []
    for part, label, complete, classes in boxes:
        error = field.error(part)
        options = {
            "id": f"{key}-{part}",
            "name": f"{key}-{part}",
            "label": {"text": translator(label)},
            "value": raw.get(part, ""),
            "autocomplete": complete,
            "classes": classes,
        }
        inputs.append(("govukInput", options | ({"errorMessage": error} if error else {})))
    return inputs


def spot(field: Field, heading: bool) -> list[Component]:
    """What it is near, a map where one is wanted, the finder of a telephone, and details for where exactly."""
    raw = field.raw if isinstance(field.raw, dict) else {}
    key, translator = field.key, field.translator
    near: dict[str, Any] = {
        "id": f"{key}-near",
        "name": f"{key}-near",
        "value": raw.get("near", ""),
        "label": {"text": translator(msg("Street, address or postcode near it")), "classes": "govuk-label--s"},
    }
    details: dict[str, Any] = {
        "id": f"{key}-details",
        "name": f"{key}-details",
        "value": raw.get("details", ""),
        "rows": 3,
        "maxlength": 500,
        "label": {"text": translator(msg("Where exactly it is (optional)")), "classes": "govuk-label--s"},
        "hint": {"text": translator(msg("For example, by the bus stop, behind the garages, lamp post number 14"))},
    }
    for box, wrong in ((near, field.error("near", "")), (details, field.error("details"))):
        if wrong:
            box["errorMessage"] = wrong
    which = translator(msg("Which of these is it near?"))
    offers: list[Component] = []
    if field.offers:
        offers = [offers_of(field, "chosen", which, raw.get("chosen", "")), _offered(key, raw.get("near", ""))]
    hidden = [
        ("hidden", {"name": f"{key}-{part}", "value": raw.get(part, "")})
        for part in ("easting", "northing", "latitude", "longitude")
    ]
    return [
        *titled(field, heading),
        ("govukInput", near),
        *offers,
        _map(field, raw),
        _location_button(key, translator),
        *hidden,
        ("govukCharacterCount", details | counted(translator)),
    ]


def _location_button(key: str, translator: Any) -> Component:
    """The button that fills in where the device is, with what is said while it looks."""
    return (
        "here",
        {
            "key": key,
            "text": translator(msg("Use where I am now")),
            "finding": translator(msg("Finding where you are")),
            "located": translator(
                msg("We have where you are, to within %{count} metres. You can still say where exactly.")
            ),
            "lost": translator(msg("We could not find where you are. Enter a street, address or postcode instead.")),
        },
    )


def _map(field: Field, raw: Mapping[str, Any]) -> Component:
    """Return a button that opens the map; then the map with its controls, marker and nearest addresses."""
    key, translator = field.key, field.translator
    options: dict[str, Any] = {"key": key, "show": translator(msg("Show a map")), "name": f"{key}-move", "open": False}
    middle_at, across = to_metres(raw.get("east"), raw.get("north")), str(raw.get("across"))
    if raw.get("map") != "open" or middle_at is None or across not in map(str, ACROSS):
        return "map", options
    east, north = middle_at
    pin = to_metres(raw.get("easting"), raw.get("northing"))
    middle = [_distance(translator, *address) for address in gazetteer.nearest_addresses(east, north)]
    marked = gazetteer.nearest_addresses(*pin, limit=1) if pin else []
    return "map", options | {
        "open": True,
        "title": translator(msg("Where it is on the map")),
        "source": f"/maps/{east}/{north}/{across}.svg?pin={','.join(map(str, pin or ()))}",
        "sizes": SIZES,
        "picture": translator(
            msg("Map of streets and addresses. Press where it is; by keyboard, its middle is marked.")
        ),
        "hidden_fields": [(part, raw[part]) for part in ("map", "east", "north", "across")],
        "moves": [(move, translator(text)) for move, text in MOVES],
        "message": translator(_marked_by(marked)) if pin else translator(msg("Nothing is marked yet.")),
        "nearest": translator(msg("Addresses nearest to the middle of the map")),
        "addresses": middle,
        "none": translator(msg("There is no address within 400 metres.")),
    }


def _marked_by(nearest: list[tuple[gazetteer.Line, int]]) -> str:
    if not nearest:
        return msg("A spot is marked.")
    line, metres = nearest[0]
    if metres == 1:
        return msg("A spot is marked, 1 metre from {address}.", address=gazetteer.single_line(line))
    return msg("A spot is marked, {metres} metres from {address}.", metres=metres, address=gazetteer.single_line(line))


def _distance(translator: Translator, line: gazetteer.Line, metres: int) -> str:
    if metres == 1:
        return translator(msg("{address}, 1 metre", address=gazetteer.single_line(line)))
    return translator(msg("{address}, {metres} metres", metres=metres, address=gazetteer.single_line(line)))
