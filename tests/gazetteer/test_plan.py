"""Maps of the gazetteer itself: what is on them, how they are drawn, and what the address of one gives."""

from xml.etree import ElementTree

import pytest

from borough.gazetteer import public as gazetteer
from borough.gazetteer.layouts.svg_map import draw_svg
from borough.gazetteer.types.plan import MapPlan, PlanProperty, PlanStreet
from tests.gazetteer.supplies import bring, house, street, supply

SVG = "{http://www.w3.org/2000/svg}"
PLAN = MapPlan(
    easting=1000,
    northing=1000,
    across=200,
    streets=(PlanStreet("HIGH STREET", 900, 1000, 1100, 1000),),
    properties=(PlanProperty(1, 1010, 1012, "1"), PlanProperty(2, 1011, 1012, "3"), PlanProperty(3, 1050, 990, "<2>")),
)


def test_north_is_up_and_the_middle_in_the_middle():
    tree = ElementTree.fromstring(draw_svg(PLAN, (1050, 1050), 600))
    pin = tree.find(f"{SVG}circle")
    assert (float(pin.get("cx")), float(pin.get("cy"))) == (450, 127)
    texts = [element.text for element in tree.iter(f"{SVG}text")]
    assert "High Street" in texts
    assert "<2>" in texts


def test_two_numbers_do_not_stand_on_each_other():
    texts = [element.text for element in ElementTree.fromstring(draw_svg(PLAN)).iter(f"{SVG}text")]
    assert "1" in texts
    assert "3" not in texts


def test_a_street_out_of_the_picture_has_no_name():
    away = MapPlan(
        easting=1000, northing=1000, across=200, streets=(PlanStreet("FAR LANE", 0, 0, 10, 0),), properties=()
    )
    assert "Far Lane" not in draw_svg(away)


def test_the_same_plan_gives_the_same_bytes():
    assert draw_svg(PLAN, (1, 2), 280) == draw_svg(PLAN, (1, 2), 280)


@pytest.fixture
def homes(db, settings, tmp_path):
    settings.HOME = tmp_path / "home"
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 13))))


@pytest.mark.usefixtures("homes")
def test_what_lies_around_a_point_is_on_it_the_nearest_first():
    line = gazetteer.search("1 High Street", limit=1, postal=True).hits[0].line
    nearest = gazetteer.nearest_addresses(line.easting, line.northing, limit=3)
    assert [metres for _, metres in nearest] == sorted(metres for _, metres in nearest)
    assert nearest[0][1] == 0
    assert len(gazetteer.map_plan(line.easting, line.northing, 400).properties) == 12
    assert gazetteer.map_plan(line.easting, line.northing, 1600).properties == ()
    assert gazetteer.nearest_addresses(1, 1) == []
    assert gazetteer.map_centre() is not None


@pytest.mark.usefixtures("homes")
def test_map_image_is_public_and_cached_for_an_hour(client):
    first = client.get("/maps/358900/415900/400.svg?pin=358900,415900&size=280")
    assert (first.status_code, first["Content-Type"]) == (200, "image/svg+xml")
    assert first["Cache-Control"] == "public, max-age=3600"
    again = client.get(
        "/maps/358900/415900/400.svg?pin=358900,415900&size=280", headers={"if-none-match": first["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["0/0/401.svg", "900000/1/400.svg", "1/1400000/400.svg"])
def test_there_is_no_map_of_elsewhere_nor_of_other_widths(client, path):
    assert client.get(f"/maps/{path}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("pin", ["x", "1", "1,", "1,<script>", "9" * 40 + ",1"])
def test_a_pin_that_is_none_is_left_out(client, pin):
    assert b"<circle" not in client.get("/maps/1/1/400.svg", {"pin": pin}).content
