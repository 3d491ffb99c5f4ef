"""Distances agree with a plain count, whatever the homes and points."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.gazetteer.rules.coverage import BATCH_HOMES, nearest, reach

PLACES = st.lists(st.tuples(st.integers(340_000, 370_000), st.integers(405_000, 428_000)), min_size=1, max_size=40)


@given(PLACES, PLACES)
def test_the_nearest_is_the_nearest(homes, points):
    distances, which = nearest(np.array(homes, float), np.array(points, float))
    for home, metres, number in zip(homes, distances, which, strict=True):
        plain = [math.dist(home, point) for point in points]
        assert metres == pytest.approx(min(plain), abs=1e-6)
        assert plain[number] == pytest.approx(min(plain), abs=1e-6)


def test_more_homes_than_are_compared_at_once():
    homes = np.column_stack([np.arange(BATCH_HOMES * 2 + 7, dtype=float), np.zeros(BATCH_HOMES * 2 + 7)])
    distances, _ = nearest(homes, np.array([[0.0, 0.0]]))
    assert distances[-1] == BATCH_HOMES * 2 + 6


def test_without_a_point_nothing_is_near():
    with pytest.raises(ValueError, match="at least one point"):
        nearest(np.zeros((1, 2)), np.zeros((0, 2)))


def test_each_area_has_its_own_reach_and_the_furthest_comes_first():
    results = reach(np.array([100.0, 300.0, 2000.0, 900.0]), ["A", "A", "A", "B"])
    assert [(r.area, r.homes, r.median, r.furthest) for r in results] == [("B", 1, 900, 900), ("A", 3, 300, 2000)]
    assert results[1].within == {800: 2, 1600: 2, 3200: 3}
