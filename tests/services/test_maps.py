"""A spot marked on a map: moved about, pressed, marked by keyboard, and told in words all the same."""

import pytest
from django.http import QueryDict

from borough.forms.errors import InvalidAnswer
from borough.services import public as services
from borough.services.actions.maps import moved
from tests.services.walker import AT, TODAY

OPEN = {"map": "open", "east": "358900", "north": "415900", "across": "400"}
pytestmark = pytest.mark.django_db


def test_nothing_done_with_it_changes_nothing():
    assert moved({"near": "High Street"} | OPEN) is None


@pytest.mark.parametrize(
    ("move", "middle"),
    [
        ("north", ("358900", "416000")),
        ("south", ("358900", "415800")),
        ("east", ("359000", "415900")),
        ("west", ("358800", "415900")),
    ],
)
def test_it_goes_by_a_quarter_of_its_width(move, middle):
    result = moved(OPEN | {"move": move})
    assert (result["east"], result["north"], result["across"]) == (*middle, "400")
    assert "move" not in result


def test_nearer_and_wider_stop_at_the_ends():
    assert moved(OPEN | {"move": "nearer"})["across"] == "200"
    assert moved(OPEN | {"move": "nearer", "across": "200"})["across"] == "200"
    assert moved(OPEN | {"move": "wider", "across": "3200"})["across"] == "3200"


@pytest.mark.parametrize("size", [600, 280])
def test_a_press_marks_the_spot_that_was_pressed_whatever_the_size_of_the_picture(size):
    name = {600: "large", 280: "small"}[size]
    result = moved(OPEN | {f"{name}.x": str(size // 4), f"{name}.y": str(size // 4)})
    assert (result["easting"], result["northing"]) == ("358800", "416000")
    assert (result["east"], result["north"]) == ("358800", "416000")


def test_a_press_by_keyboard_and_the_button_mark_the_middle():
    for done in ({"large.x": "0", "large.y": "0"}, {"move": "mark"}):
        result = moved(OPEN | done)
        assert (result["easting"], result["northing"]) == ("358900", "415900")


@pytest.mark.parametrize(
    "values",
    [
        {"east": "x"},
        {"across": "7"},
        {"large.x": "-4", "large.y": "4"},
        {"large.x": "99999", "large.y": "1"},
        {"north": "9" * 30},
    ],
)
@pytest.mark.usefixtures("homes")
def test_invalid_map_input_falls_back_to_the_default(values):
    result = moved(OPEN | values | {"move": "mark"})
    assert result["easting"].isdecimal()
    assert int(result["northing"]) <= 1_300_000


def test_where_there_is_no_gazetteer_it_says_so():
    with pytest.raises(InvalidAnswer, match="There is no map here yet"):
        moved({"move": "show"})


def spot(reference, **posted):
    query = QueryDict(mutable=True)
    query.update({f"spot-{name.replace('_', '-')}": str(value) for name, value in posted.items()})
    return services.answer(by="nobody", at=AT, today=TODAY, reference=reference, page="spot", posted=query)


def at_the_spot():
    reference = services.begin(by="nobody", at=AT, today=TODAY, service="report-it", mode=services.Mode.WEB)
    for page, value in (("problem", "graffiti"), ("dangerous", "no")):
        posted = QueryDict(f"{page}={value}")
        services.answer(by="nobody", at=AT, today=TODAY, reference=reference, page=page, posted=posted)
    return reference


@pytest.mark.usefixtures("homes")
def test_map_opens_at_typed_text_and_marker_sets_nearest_address():
    reference = at_the_spot()
    parsed = spot(reference, near="1 High Street Adlington", move="show")
    assert not parsed.is_accepted
    assert not parsed.errors
    view = services.draft_pages.page(reference=reference, page="spot", today=TODAY, at=AT, result=parsed)
    drawn = next(options for name, options in view.fields if name == "map")
    assert drawn["open"]
    assert "1 HIGH STREET" in drawn["addresses"][0]
    map_fields = {name: parsed.raw["spot"][name] for name in ("map", "east", "north", "across")}
    parsed = spot(reference, near="", move="mark", **map_fields)
    assert "HIGH STREET" in parsed.raw["spot"]["near"]
    raw = parsed.raw["spot"]
    done = spot(
        reference, **{name: raw[name] for name in ("near", "easting", "northing", *map_fields)}, details="On the wall"
    )
    assert done.is_accepted
    stored = services.draft_pages.open_draft(reference=reference, today=TODAY, at=AT).draft.answers["spot"]
    assert (stored["easting"], stored["northing"]) == (int(raw["easting"]), int(raw["northing"]))
    assert stored["details"] == "On the wall"


@pytest.mark.usefixtures("homes")
def test_hidden_again_what_was_typed_stays():
    parsed = spot(at_the_spot(), near="High Street", details="By the gate", move="hide", **OPEN)
    assert parsed.raw["spot"]["map"] == ""
    assert (parsed.raw["spot"]["near"], parsed.raw["spot"]["details"]) == ("High Street", "By the gate")
