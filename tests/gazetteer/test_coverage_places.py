"""Homes are counted by the area they lie in on the day, from places told in any of three ways."""

import json
import math
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from borough.gazetteer.actions.areas import declare_area, place_in_areas
from borough.gazetteer.queries.coverage import EVERYWHERE, NOWHERE, coverage, located
from borough.gazetteer.types import AreaKind, Spot
from tests.gazetteer.supplies import AT, bring, house, street, supply

pytestmark = pytest.mark.django_db
FIRST, BEFORE, AFTER = 10090000000, date(2017, 5, 1), date(2018, 6, 1)
BY = {"by": "command:test", "at": AT}


@pytest.fixture
def homes(tmp_path):
    """Ten homes, the last two in another ward from May 2018 on, and a shop that is no home."""
    shop = [line.replace("RD04", "CR08") for line in house(20)]
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 11)), shop))
    for code, name in (("W1", "Near"), ("W2", "Far")):
        declare_area(**BY, kind=AreaKind.WARD, code=code, name=name, since=date(2016, 1, 1))
    near = {FIRST + n: "W1" for n in range(1, 11)}
    place_in_areas(**BY, kind=AreaKind.WARD, since=date(2016, 1, 1), codes=near)
    place_in_areas(**BY, kind=AreaKind.WARD, since=date(2018, 5, 1), codes={FIRST + 9: "W2", FIRST + 10: "W2"})


def test_homes_are_counted_where_they_lay_on_the_day(homes):
    spot = located(str(FIRST + 1))
    past = coverage([spot], kind=AreaKind.WARD, on=BEFORE, limits=[800])
    now = coverage([spot], kind=AreaKind.WARD, on=AFTER, limits=[800])
    assert {r.area: r.homes for r in past} == {EVERYWHERE: 10, "Near": 10}
    assert {r.area: r.homes for r in now} == {EVERYWHERE: 10, "Near": 8, "Far": 2}
    assert now[0].area == EVERYWHERE
    unnamed = coverage([spot], kind=AreaKind.PARISH, on=AFTER, limits=[800])
    assert {r.area for r in unnamed} == {EVERYWHERE, "E04000001"}
    assert {r.area for r in coverage([spot], kind=AreaKind.WARD, on=date(1999, 1, 1), limits=[])} == {
        EVERYWHERE,
        NOWHERE,
    }


def test_it_agrees_with_a_plain_count(homes):
    from borough.gazetteer.models import Property

    spot = Spot("here", 358_000.0, 417_000.0)
    places = Property.objects.filter(classification__startswith="R").values_list("easting", "northing")
    plain = sorted(math.dist((float(e), float(n)), (spot.easting, spot.northing)) for e, n in places)
    result = coverage([spot], kind=AreaKind.WARD, on=AFTER, limits=[round(plain[4]) + 1])[0]
    assert result.furthest == round(plain[-1]) and result.homes == len(plain) == 10
    assert list(result.within.values()) == [sum(metres <= round(plain[4]) + 1 for metres in plain)]


def test_place_is_specified_by_uprn_postcode_or_coordinates(homes):
    own = located(str(FIRST + 1))
    assert own is not None and own.easting > 0
    assert located("pr74ex") == Spot("pr74ex", own.easting, own.northing)
    assert located("358000.5, 417000") == Spot("358000.5, 417000", 358000.5, 417000.0)
    for strange in ("nowhere", "ZZ99 9ZZ", "1", "9" * 30, "358000 9999999", ""):
        assert located(strange) is None, strange


def test_command_lists_areas_and_names_unplaced_locations(homes, tmp_path):
    path, out = tmp_path / "gazetteer.txt", StringIO()
    path.write_text(f"{FIRST + 1}\n\n358000 417000\n")
    call_command("gazetteer", "coverage", str(path), "--json", "--to", str(tmp_path / "c.csv"), stdout=out)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert rows[0]["area"] == EVERYWHERE and rows[0]["homes"] == 10
    assert (tmp_path / "c.csv").read_text().startswith("area,homes,")
    path.write_text("Atlantis\n")
    with pytest.raises(CommandError, match="Atlantis"):
        call_command("gazetteer", "coverage", str(path))


def test_no_homes_gives_an_empty_result(db):
    assert coverage([Spot("here", 1.0, 1.0)], kind=AreaKind.WARD, on=AFTER, limits=[800]) == []
