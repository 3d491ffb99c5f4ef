"""The demonstration's counts give the seed's figures at every scale, and its log is the same each time; no database."""

from collections import Counter
from fractions import Fraction

import pytest

from borough.demo.rules.contact_log import HEADER, quarters, rows
from borough.demo.rules.volumes import QUARTERS, counts, services, shared_out, wards
from borough.measures.rules.claims import check_primarily, check_steady_rise
from borough.measures.rules.mix import split

SCALES = [Fraction(1, 20), Fraction(1, 10), Fraction(1), Fraction(7)]


def by_service(scale, quarter):
    tallies = {s.key: [0, 0] for s in services()}
    for count in counts(scale):
        if count.quarter == quarter:
            tallies[count.service][0] += count.contacts * (count.channel == "web")
            tallies[count.service][1] += count.contacts
    return {key: tuple(pair) for key, pair in tallies.items()}


def share(scale, quarter):
    totals = by_service(scale, quarter).values()
    return Fraction(sum(web for web, _ in totals), sum(all_ for _, all_ in totals))


@pytest.mark.parametrize("scale", SCALES)
def test_the_last_quarter_is_fifty_five_in_the_hundred_exactly(scale):
    assert share(scale, QUARTERS - 1) == Fraction(55, 100)


@pytest.mark.parametrize("scale", SCALES)
def test_the_share_rises_in_each_quarter_primarily_due_to_garden_waste(scale):
    assert check_steady_rise([(str(q), share(scale, q)) for q in range(QUARTERS)]) == ""
    moved = split(by_service(scale, QUARTERS - 2), by_service(scale, QUARTERS - 1))
    assert check_primarily(moved, "garden-waste") == ""


@pytest.mark.parametrize("scale", SCALES)
def test_no_count_is_less_than_nothing(scale):
    assert min(count.contacts for count in counts(scale)) >= 0


def test_shares_sum_to_the_total():
    assert shared_out(10, [Fraction(1), Fraction(1), Fraction(1)]) == [4, 3, 3]


def test_seed_is_reproducible_and_other_seeds_have_the_same_shares():
    first, again, other = (list(rows(seed, Fraction(1, 20))) for seed in (2018, 2018, 7))
    assert first == again != other

    def finished(log):
        at = {name: i for i, name in enumerate(HEADER)}
        return Counter(
            (r[at["channel"]], r[at["service"]])
            for r in log
            if r[at["direction"]] == "inbound" and r[at["outcome"]] in ("completed", "case_opened")
        )

    assert finished(first) == finished(other)


def test_every_row_falls_in_the_two_years_and_in_a_ward_of_2018():
    places, years = {w.name for w in wards()}, (quarters()[0].start.isoformat(), quarters()[-1].end.isoformat())
    assert len(places) == 20
    for row in rows(2018, Fraction(1, 20)):
        fields = dict(zip(HEADER, row, strict=True))
        assert fields["ward"] in places
        assert years[0] <= fields["started"][:10] < years[1]
