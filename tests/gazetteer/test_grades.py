"""A gazetteer is as good as its weakest criterion, and a schedule that makes no sense is refused."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.gazetteer.rules import grades
from borough.gazetteer.rules.grades import BadSchedule, Criterion, Level, grade, overall, parse_schedule

EXAMPLE = Path(grades.__file__).with_name("example-schedule.toml").read_text()
UP = Criterion(
    "a", "A", "percent", True, {Level.STANDARD: Decimal(50), Level.SILVER: Decimal(80), Level.GOLD: Decimal(95)}
)
DOWN = Criterion(
    "b", "B", "days", False, {Level.STANDARD: Decimal(90), Level.BRONZE: Decimal(30), Level.GOLD: Decimal(7)}
)


@pytest.mark.parametrize(
    ("criterion", "value", "level"),
    [
        (UP, "95", Level.GOLD),
        (UP, "94.99", Level.SILVER),
        (UP, "79", Level.STANDARD),
        (UP, "49", Level.NONE),
        (DOWN, "7", Level.GOLD),
        (DOWN, "7.01", Level.BRONZE),
        (DOWN, "31", Level.STANDARD),
        (DOWN, "91", Level.NONE),
    ],
)
def test_a_value_reaches_the_best_level_it_can(criterion, value, level):
    assert grade(criterion, Decimal(value)).level == level


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_a_better_value_never_has_a_worse_level(first, other):
    low, high = sorted((first, other))
    assert grade(UP, low).level <= grade(UP, high).level
    assert grade(DOWN, low).level >= grade(DOWN, high).level


def test_total_level_is_its_weakest_part_and_unknown_if_a_part_is():
    gold, silver = grade(UP, Decimal(99)), grade(UP, Decimal(85))
    assert overall([gold, silver]) == Level.SILVER
    assert overall([gold, grade(DOWN, None)]) is None
    indicator = Criterion("c", "C", "percent", True, {Level.GOLD: Decimal(100)}, counts=False)
    assert overall([gold, grade(indicator, Decimal(1)), grade(indicator, None)]) == Level.GOLD
    assert overall([]) is None


def test_the_schedule_that_ships_says_that_it_is_an_example():
    schedule = parse_schedule(EXAMPLE)
    assert schedule.example
    assert len(schedule.criteria) == 8
    assert [c.key for c in schedule.criteria if not c.counts] == ["delivery-points"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("gold = 7\n", "gold = 70\n", "days-since-change must get harder"),
        ("gold = 98\nsilver = 96\nbronze = 93", "gold = 90\nsilver = 96\nbronze = 93", "council-tax must get harder"),
        ("version", "edition", "lacks 'version'"),
        ("= true", "=", "not TOML"),
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused(old, new, message):
    with pytest.raises(BadSchedule, match=message):
        parse_schedule(EXAMPLE.replace(old, new, 1))
