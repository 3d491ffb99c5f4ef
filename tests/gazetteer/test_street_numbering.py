"""Which numbers a street gets, and where along its line each stands: no database."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.gazetteer.rules.street_numbering import (
    Scheme,
    Side,
    number_sequence,
    numbered_places,
    point_along,
    read_line,
    read_numbers,
)
from borough.kernel.refusals import Refused

LINE = ((358000.0, 417000.0), (358100.0, 417000.0))


def scheme(side=Side.BOTH, first=1, last=10, **more):
    return Scheme(side=side, first=first, last=last, **{"line": LINE} | more)


@pytest.mark.parametrize(
    ("side", "expected"),
    [(Side.ODD, "1 3 5 7 9"), (Side.EVEN, "2 4 6 8 10"), (Side.CONSECUTIVE, "1 2 3 4 5 6 7 8 9 10")],
)
def test_numbers_follow_the_requested_scheme(side, expected):
    assert " ".join(f"{number}{suffix}" for number, suffix in number_sequence(scheme(side))) == expected


def test_numbers_can_be_skipped_and_have_suffixes():
    of = scheme(last=16, skipped=frozenset({13}), suffixed=read_numbers("13a, 14B 14A"), side=Side.CONSECUTIVE)
    labels = [f"{number}{suffix}" for number, suffix in number_sequence(of)]
    assert labels[11:] == ["12", "13A", "14", "14A", "14B", "15", "16"]


def test_odd_numbers_are_on_the_left_and_even_on_the_right():
    by_number = {numbered.number: numbered for numbered in numbered_places(scheme())}
    assert {numbered.northing for n, numbered in by_number.items() if n % 2} == {417012}
    assert {numbered.northing for n, numbered in by_number.items() if n % 2 == 0} == {416988}
    assert [by_number[n].easting for n in (1, 3, 5, 7, 9)] == [358010, 358030, 358050, 358070, 358090]
    swapped = {numbered.number: numbered for numbered in numbered_places(scheme(swapped=True, offset=5))}
    assert (swapped[1].northing, swapped[2].northing) == (416995, 417005)


def test_a_line_may_bend():
    bent = ((0.0, 0.0), (0.0, 100.0), (100.0, 100.0))
    assert point_along(bent, 0.25, 10.0) == (10.0, 50.0)
    assert point_along(bent, 0.75, 10.0) == (50.0, 90.0)
    assert point_along(bent, 1.0, 0.0) == (100.0, 100.0)


@given(
    st.lists(st.tuples(st.integers(1, 600), st.integers(1, 600)), min_size=2, max_size=6, unique=True),
    st.floats(0, 1),
    st.floats(-50, 50),
)
def test_every_place_is_within_the_requested_distance_of_the_line(points, share, aside):
    line = [(float(x), float(y)) for x, y in points]
    on, off = point_along(line, share, 0.0), point_along(line, share, aside)
    assert math.isclose(math.dist(on, off), abs(aside), abs_tol=1e-6)


def test_points_are_parsed_line_by_line():
    assert read_line("358000 417000\n\n358100.5, 417000;\n".replace(";", "")) == ((358000, 417000), (358100.5, 417000))


@pytest.mark.parametrize("text", ["", "358000 417000", "358000 417000\n358000 417000", "x y\nz w", "0 0\n1 1", "1\n2"])
def test_a_line_that_is_none_is_refused(text):
    with pytest.raises(Refused):
        read_line(text)


@pytest.mark.parametrize(
    "more",
    [
        {"first": 0},
        {"first": 9, "last": 8},
        {"last": 10_000},
        {"last": 501},
        {"offset": 201.0},
        {"offset": -1.0},
        {"first": 13, "last": 13, "skipped": frozenset({13})},
        {"first": 2, "last": 2, "side": Side.ODD},
    ],
    ids=str,
)
def test_a_numbering_that_cannot_be_is_refused(more):
    with pytest.raises(Refused):
        numbered_places(scheme(**more))


@pytest.mark.parametrize("text", ["12AB", "x", "12345", "-1"])
def test_a_number_that_is_none_is_refused(text):
    with pytest.raises(Refused, match="no number like"):
        read_numbers(text)
