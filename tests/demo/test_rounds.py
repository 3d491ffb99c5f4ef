"""Every home of the demonstration has its rounds, and neighbours go together."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from borough.demo.rules.properties import FLAT
from borough.demo.rules.rounds import rows, winter
from borough.gazetteer.types import NO_OBJECT, Line, Status

HOUSE = Line(
    1,
    "k",
    Status.APPROVED,
    NO_OBJECT,
    NO_OBJECT,
    "HIGH STREET",
    "",
    "CHORLEY",
    "PR7 1AA",
    usrn=90000001,
    classification="RD03",
)


def test_a_home_has_rubbish_and_recycling_in_turn_and_food_each_week():
    by_stream = {stream: (first, weeks) for _uprn, stream, _round, first, weeks, _crew in rows([HOUSE])}
    assert by_stream.keys() == {"refuse", "recycling", "food", "garden"}
    assert {by_stream["refuse"][1], by_stream["recycling"][1], by_stream["food"][1]} == {1, 2}
    assert abs((by_stream["refuse"][0] - by_stream["recycling"][0]).days) == 7
    assert len({first.weekday() for first, _weeks in by_stream.values()}) == 1


def test_a_flat_has_no_garden_waste_and_a_shop_no_round():
    flat, shop = replace(HOUSE, classification=FLAT), replace(HOUSE, classification="CR08")
    assert {row[1] for row in rows([flat, shop])} == {"refuse", "recycling", "food"}


def test_a_round_is_the_same_for_all_on_it():
    facts = defaultdict(set)
    for usrn in range(90000001, 90000101):
        for _uprn, stream, code, first, weeks, crew in rows([replace(HOUSE, usrn=usrn)]):
            facts[code].add((stream, first, weeks, crew))
    assert {len(group) for group in facts.values()} == {1}


def test_winter_is_this_year_or_next():
    assert winter(date(2026, 11, 23)) == winter(date(2027, 1, 5)) == (date(2026, 12, 14), date(2027, 1, 11))
