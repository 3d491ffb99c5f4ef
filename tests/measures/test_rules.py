from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borough.kernel.periods import Period
from borough.measures.rules import claims, mix, shares, suppression
from borough.measures.types import Figure, Part, Published, Unit

COUNTS = st.dictionaries(
    st.sampled_from(["bins", "garden-waste", "housing", "parking", "planning", "tax"]),
    st.integers(0, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    max_size=6,
)


# ---- shares


def test_the_seeds_rise_in_learners_recomputes():
    risen = shares.increase(340, 233)
    assert shares.percent(risen, 2) == "45.92%"
    assert shares.is_consistent(Decimal("45.92"), 340 - 233, 233)


def test_a_share_that_does_not_follow_from_its_parts_is_seen():
    assert shares.is_consistent(Decimal("55.0"), 55, 100)
    assert not shares.is_consistent(Decimal("55.1"), 55, 100)
    assert not shares.is_consistent(Decimal(7), 78, 100)
    assert not shares.is_consistent(Decimal(0), 0, 0)


@pytest.mark.parametrize(("stated", "total"), [((78, 14, 8), True), ((79, 15, 8), False), ((33.3, 33.3, 33.3), True)])
def test_percentages_of_a_total_sum_to_it_except_for_rounding(stated, total):
    assert shares.sum_to_hundred([Decimal(str(s)) for s in stated]) is total


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(0, 6))
def test_rounding_is_never_further_than_half_a_place(top, under, places):
    value = Fraction(top, under)
    assert abs(Fraction(shares.decimal(value, places)) - value) <= Fraction(1, 2 * 10**places)
    assert shares.decimal(-value, places) == -shares.decimal(value, places)


# ---- mix and within


@given(COUNTS, COUNTS)
def test_effects_sum_to_the_change_exactly(before, after):
    split = mix.split(before, after)
    if not sum(n for _, n in before.values()) or not sum(n for _, n in after.values()):
        assert split is None
        return
    assert split.mix + split.within == split.change
    assert sum(e.contribution for e in split.effects) == split.change


@given(COUNTS, COUNTS)
def test_the_split_turned_round_is_its_opposite(before, after):
    forward, other = mix.split(before, after), mix.split(after, before)
    if forward is not None:
        assert (forward.mix, forward.within) == (-other.mix, -other.within)


def test_the_split_agrees_with_the_formula_worked_by_hand():
    before, after = {"a": (20, 100), "b": (90, 100)}, {"a": (50, 100), "b": (270, 300)}
    split = mix.split(before, after)
    by_hand_mix = (0.25 - 0.5) * (0.2 + 0.5) / 2 + (0.75 - 0.5) * (0.9 + 0.9) / 2
    by_hand_within = (0.5 - 0.2) * (0.25 + 0.5) / 2
    assert abs(float(split.mix) - by_hand_mix) < 1e-12
    assert abs(float(split.within) - by_hand_within) < 1e-12


def test_a_service_that_came_has_no_share_to_change_so_it_is_all_mix():
    split = mix.split({"a": (10, 100)}, {"a": (10, 100), "garden-waste": (90, 100)})
    new = next(e for e in split.effects if e.key == "garden-waste")
    assert new.within == 0
    assert new.mix == Fraction(1, 2) * Fraction(9, 10)
    assert split.effects[0].key == "garden-waste"


def test_a_growing_service_with_a_low_share_pulls_down_though_its_mix_term_is_positive():
    split = mix.split({"low": (10, 100), "high": (90, 100)}, {"low": (30, 300), "high": (90, 100)})
    low = next(e for e in split.effects if e.key == "low")
    assert low.mix > 0 > low.contribution


# ---- claims


def test_a_majority_is_more_than_half():
    assert claims.check_majority(Fraction(51, 100)) == ""
    assert "more than half" in claims.check_majority(Fraction(1, 2))
    assert claims.check_majority(None)


def test_steady_means_every_rise():
    quarters = [("q0", Fraction(40, 100)), ("q1", Fraction(45, 100)), ("q2", Fraction(50, 100))]
    assert claims.check_steady_rise(quarters) == ""
    assert "q3" in claims.check_steady_rise([*quarters, ("q3", Fraction(50, 100))])
    assert "no records" in claims.check_steady_rise([("q0", None), *quarters])
    assert claims.check_steady_rise(quarters[:2])


def test_primarily_means_more_than_half_of_what_moved_it():
    before = {"garden-waste": (10, 100), "bins": (50, 100), "tax": (50, 100)}
    split = mix.split(before, {"garden-waste": (70, 100), "bins": (60, 100), "tax": (50, 100)})
    assert claims.check_primarily(split, "garden-waste") == ""
    assert "garden-waste did more" in claims.check_primarily(split, "bins")
    assert "did not move" in claims.check_primarily(split, "tax")
    assert "The rise is primarily due to Garden waste" in claims.change_sentence(
        "Share", split, "a", "b", "Garden waste"
    )


def test_no_cause_is_named_where_no_service_did_most():
    before = dict.fromkeys("abc", (10, 100))
    split = mix.split(before, dict.fromkeys("abc", (20, 100)))
    assert claims.check_primarily(split, "a")
    assert "No one service accounts for most of the rise" in claims.change_sentence("Share", split, "x", "y")


def test_large_rise_offset_by_falls_does_not_hide_other_rises():
    before = dict.fromkeys("abcd", (50, 100))
    after = {"a": (75, 100), "b": (70, 100), "c": (70, 100), "d": (10, 100)}
    assert claims.check_primarily(mix.split(before, after), "a")


def test_a_change_too_small_to_print_has_no_cause():
    split = mix.split({"a": (1000, 10000)}, {"a": (1001, 10000)})
    assert "only" in claims.check_primarily(split, "a")
    assert "did not change" in claims.change_sentence("Share", split, "x", "y")


@given(COUNTS, COUNTS)
def test_the_printed_parts_sum_to_the_printed_change(before, after):
    split = mix.split(before, after)
    sentence = claims.change_sentence("Share", split, "x", "y").replace(claims.MINUS, "-")
    if " by " in sentence and "percentage points" in sentence:
        total = Decimal(sentence.split(" by ")[1].split(" ")[0]) * (1 if " rose " in sentence else -1)
        tail = sentence.split(": ")[1].split(" ")
        assert Decimal(tail[0]) + Decimal(tail[5]) == total


# ---- small numbers


def part(key: str, counted: int, rest: int) -> Part:
    return Part(key=key, counted=counted, out_of=counted + rest, stated={})


def figure(parts: list[Part]) -> Figure:
    total = part("", sum(p.counted for p in parts), sum(p.rest for p in parts))
    return Figure(
        measure="m",
        unit=Unit.PERCENT,
        definition="",
        period=Period(date(2018, 1, 1), date(2018, 2, 1)),
        by="service",
        total=total,
        parts=tuple(parts),
        content="",
        watermark=0,
        sha256="",
    )


PARTS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda t: sum(t) > 0), min_size=1, max_size=7
).map(lambda rows: [part(f"s{i}", *row) for i, row in enumerate(rows)])


def test_nought_stays_and_under_five_goes():
    published = suppression.publish(figure([part("a", 0, 60), part("b", 3, 50), part("c", 20, 30), part("d", 40, 40)]))
    assert [p.key for p in published.parts] == ["a", "d"]
    assert published.withheld == ("b", "c")


def test_small_remainder_is_as_disclosive_as_a_small_count():
    assert suppression.too_small(part("a", 50, 2))


def test_total_under_five_is_withheld_with_all_its_parts():
    published = suppression.publish(figure([part("a", 3, 90), part("b", 0, 10)]))
    assert (published.total, published.parts) == (None, ())


def test_part_names_are_withheld_where_every_part_is_tiny():
    published = suppression.publish(figure([part(k, 1, 1) for k in "abcdefgh"]))
    assert published.total is not None
    assert not published.broken_down
    assert published.withheld == ()


@lru_cache
def feasible(total: int, parts: int) -> set[int]:
    """What one of some withheld parts, each at least one, can be when their sum is known: by trying every way."""
    if parts == 1:
        return {total}
    return {first for first in range(1, total + 1) if any(feasible(total - first, parts - 1))} if total else set()


def attacked(published: Published, original: list[Part]) -> None:
    """Subtract what is shown from the whole, and see what that leaves of each withheld part."""
    hidden = [p for p in original if p.key in published.withheld]
    for count in ("counted", "rest", "out_of"):
        left = getattr(published.total, count) - sum(getattr(p, count) for p in published.parts)
        small = [p for p in hidden if suppression.is_small(getattr(p, count))]
        assert left == sum(getattr(p, count) for p in hidden)
        if small:
            can_be = feasible(left, len(hidden)) if left <= 12 and len(hidden) <= 4 else set(range(1, left))
            assert len(can_be) > 1, f"{count} of {small} can be worked out"
            assert max(can_be) >= suppression.LEAST, f"{count} of {small} is known to be small"


@settings(max_examples=300)
@given(PARTS)
def test_what_is_published_gives_no_withheld_number_away(parts):
    published = suppression.publish(figure(parts))
    assert not any(suppression.too_small(p) for p in published.parts)
    if published.broken_down:
        attacked(published, parts)
        assert {p.key for p in published.parts} | set(published.withheld) == {p.key for p in parts}


def rank(rows: list[list[Fraction]]) -> int:
    pivots = 0
    for column in range(len(rows[0])):
        pivot = next((r for r in range(pivots, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[pivots], rows[pivot] = rows[pivot], rows[pivots]
        for r in range(len(rows)):
            if r != pivots and rows[r][column]:
                times = rows[r][column] / rows[pivots][column]
                rows[r] = [a - times * b for a, b in zip(rows[r], rows[pivots], strict=True)]
        pivots += 1
    return pivots


@settings(max_examples=60)
@given(PARTS)
def test_no_linear_sum_of_what_is_published_equals_a_withheld_count(parts):
    published = suppression.publish(figure(parts))
    if not published.broken_down or not published.withheld:
        return
    names = [f"{p.key}.{c}" for p, c in product(parts, ("counted", "rest", "out_of"))]
    known = []
    for p in parts:
        known.append([Fraction((n == f"{p.key}.out_of") - (n in (f"{p.key}.counted", f"{p.key}.rest"))) for n in names])
        if p.key not in published.withheld:
            known += [[Fraction(n == f"{p.key}.{c}") for n in names] for c in ("counted", "rest")]
    known += [[Fraction(n.endswith(f".{c}")) for n in names] for c in ("counted", "rest", "out_of")]
    base = rank([list(row) for row in known])
    for key in published.withheld:
        for count in ("counted", "rest", "out_of"):
            target = [Fraction(n == f"{key}.{count}") for n in names]
            assert rank([list(row) for row in [*known, target]]) > base
