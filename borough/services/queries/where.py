"""Questions about a place as components: an address that is found or typed, and a spot by words or on a map."""

from collections.abc import Mapping
from typing import Any

from borough.kernel.sentences import say
from borough.places import public as places
from borough.services.grammar.kinds.address import ACROSS, whole_metres
from borough.services.queries.field import Component, Field, counted, offers_of, titled
from borough.services.queries.tongues import Tongue

SIZES = dict(zip(("large", "small"), places.SIZES, strict=True))
"""Pixels at which the picture is shown on wide and on narrow screens, by which a press on it is measured."""
MOVES = (
    ("mark", say("Mark the middle")), ("north", say("Go north")), ("south", say("Go south")), ("west", say("Go west")),
    ("east", say("Go east")), ("nearer", say("Nearer")), ("wider", say("Wider")), ("hide", say("Hide the map")),
)  # fmt: skip


def address(field: Field, heading: bool) -> list[Component]:
    """A postcode or words, then a list to choose from; or line by line."""
    raw = field.raw if isinstance(field.raw, dict) else {}
    key, tongue = field.key, field.tongue
    title = titled(field, heading)
    if raw.get("by-hand"):
        return [*title, ("hidden", {"name": f"{key}-by-hand", "value": "1"}), *_typed(field, raw)]
    words = ("hidden", {"name": f"{key}-words", "value": raw.get("words", "")})
    if field.offers:
        chosen = offers_of(field, "uprn", tongue(say("Choose the address")), raw.get("uprn", ""))
        return [*title, words, _offered(key, raw.get("words", "")), chosen, ("again", {}), ("by_hand", {"key": key})]
    made: dict[str, Any] = {
        "id": f"{key}-words", "name": f"{key}-words", "value": raw.get("words", ""), "autocomplete": "postal-code",
        "label": {"text": tongue(say("Postcode, or the first line of the address")), "classes": "govuk-label--s"},
        "hint": {"text": tongue(say("For example, PR7 1DP or 10 Market Street"))}, "spellcheck": False,
    }  # fmt: skip
    error = field.error()
    return [*title, ("govukInput", made | ({"errorMessage": error} if error else {})), ("by_hand", {"key": key})]


def _offered(key: str, of: str) -> Component:
    """What the places to choose from were found by: sent again with none chosen, that is said."""
    return "hidden", {"name": f"{key}-offered", "value": of}


def _typed(field: Field, raw: Mapping[str, Any]) -> list[Component]:
    tongue, key = field.tongue, field.key
    boxes = (
        ("line1", say("Address line 1"), "address-line1", ""),
        ("line2", say("Address line 2 (optional)"), "address-line2", ""),
        ("town", say("Town or city"), "address-level2", "govuk-!-width-two-thirds"),
        ("postcode", say("Postcode"), "postal-code", "govuk-input--width-10"),
    )  # fmt: skip
    made: list[Component] = []
    for part, label, complete, classes in boxes:
        error = field.error(part)
        one = {
            "id": f"{key}-{part}", "name": f"{key}-{part}", "label": {"text": tongue(label)},
            "value": raw.get(part, ""), "autocomplete": complete, "classes": classes,
        }  # fmt: skip
        made.append(("govukInput", one | ({"errorMessage": error} if error else {})))
    return made


def spot(field: Field, heading: bool) -> list[Component]:
    """What it is near, a map where one is wanted, the finder of a telephone, and words for where exactly."""
    raw = field.raw if isinstance(field.raw, dict) else {}
    key, tongue = field.key, field.tongue
    near: dict[str, Any] = {
        "id": f"{key}-near", "name": f"{key}-near", "value": raw.get("near", ""),
        "label": {"text": tongue(say("Street, address or postcode near it")), "classes": "govuk-label--s"},
    }  # fmt: skip
    words: dict[str, Any] = {
        "id": f"{key}-words", "name": f"{key}-words", "value": raw.get("words", ""), "rows": 3, "maxlength": 500,
        "label": {"text": tongue(say("Where exactly it is (optional)")), "classes": "govuk-label--s"},
        "hint": {"text": tongue(say("For example, by the bus stop, behind the garages, lamp post number 14"))},
    }  # fmt: skip
    for box, wrong in ((near, field.error("near", "")), (words, field.error("words"))):
        if wrong:
            box["errorMessage"] = wrong
    which = tongue(say("Which of these is it near?"))
    offers: list[Component] = []
    if field.offers:
        offers = [offers_of(field, "chosen", which, raw.get("chosen", "")), _offered(key, raw.get("near", ""))]
    found = [
        ("hidden", {"name": f"{key}-{part}", "value": raw.get(part, "")})
        for part in ("easting", "northing", "latitude", "longitude")
    ]  # fmt: skip
    here = (
        "here",
        {
            "key": key, "text": tongue(say("Use where I am now")), "finding": tongue(say("Finding where you are")),
            "found": tongue(say("We have where you are, to within %{count} metres. You can still say where exactly.")),
            "lost": tongue(say("We could not find where you are. Enter a street, address or postcode instead.")),
        },
    )  # fmt: skip
    return [
        *titled(field, heading),
        ("govukInput", near),
        *offers,
        _map(field, raw),
        here,
        *found,
        ("govukCharacterCount", words | counted(tongue)),
    ]


def _map(field: Field, raw: Mapping[str, Any]) -> Component:
    """A button that shows a map; then the map with what moves it, what is marked, and the addresses nearest to it."""
    key, tongue = field.key, field.tongue
    made: dict[str, Any] = {"key": key, "show": tongue(say("Show a map")), "name": f"{key}-move", "open": False}
    middle_at, across = whole_metres(raw.get("east"), raw.get("north")), str(raw.get("across"))
    if raw.get("map") != "open" or middle_at is None or across not in map(str, ACROSS):
        return "map", made
    east, north = middle_at
    pin = whole_metres(raw.get("easting"), raw.get("northing"))
    middle = [_distance(tongue, *one) for one in places.near(east, north)]
    marked = places.near(*pin, limit=1) if pin else []
    return "map", made | {
        "open": True, "title": tongue(say("Where it is on the map")),
        "source": f"/maps/{east}/{north}/{across}.svg?pin={','.join(map(str, pin or ()))}",
        "sizes": SIZES,
        "picture": tongue(say("Map of streets and addresses. Press where it is; by keyboard, its middle is marked.")),
        "held": [(part, raw[part]) for part in ("map", "east", "north", "across")],
        "moves": [(move, tongue(text)) for move, text in MOVES],
        "said": tongue(_marked_by(marked)) if pin else tongue(say("Nothing is marked yet.")),
        "nearest": tongue(say("Addresses nearest to the middle of the map")), "addresses": middle,
        "none": tongue(say("There is no address within 400 metres.")),
    }  # fmt: skip


def _marked_by(found: list[tuple[places.Line, int]]) -> str:
    if not found:
        return say("A spot is marked.")
    line, metres = found[0]
    if metres == 1:
        return say("A spot is marked, 1 metre from {address}.", address=places.single_line(line))
    return say("A spot is marked, {metres} metres from {address}.", metres=metres, address=places.single_line(line))


def _distance(tongue: Tongue, line: places.Line, metres: int) -> str:
    if metres == 1:
        return tongue(say("{address}, 1 metre", address=places.single_line(line)))
    return tongue(say("{address}, {metres} metres", metres=metres, address=places.single_line(line)))
