"""What subscriptions cost, how they live, and when rounds collect, without a database."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.kernel.holidays import bank_holidays
from borough.kernel.refusals import Refused
from borough.waste import catalogue
from borough.waste.rules import calendar, fees, subscriptions
from borough.waste.rules.days import full_months
from borough.waste.types import Change, ChangeKind, ChangeReason, LateFrom, Plan, State, Term, Verb

TERM = Term(starts_on=date(2026, 4, 1), ends_on=date(2027, 4, 1), bins=2, paid=8200)
MONDAYS = Plan(round="A", stream="refuse", first_on=date(2026, 1, 5), every_weeks=2, starts_on=date(2020, 1, 1))
CREATED_AT = datetime(2026, 1, 1, tzinfo=UTC)


def change(number, first, until, **facts):
    values = {"kind": ChangeKind.SHIFT, "why": ChangeReason.HOLIDAY, "days": 1, "created_at": CREATED_AT}
    return Change(id=number, starts_on=first, ends_on=until, **values | facts)


def quote(**facts):
    return fees.quote(catalogue.fees(), catalogue.terms(), **{"bins": 1, "concession": False} | facts)


def test_a_year_costs_the_fee_of_its_season():
    total = quote(on=date(2026, 4, 1), bins=3)
    assert (total.pence, total.ends_on) == (4400 + 2 * 3800, date(2027, 4, 1))
    assert sum(pence for _label, pence in total.lines) == total.pence


def test_half_the_season_costs_less_and_a_concession_less_again():
    assert quote(on=date(2026, 10, 1)).pence == 2200
    assert quote(on=date(2026, 10, 1), concession=True).pence == 2200 - 440


@pytest.mark.parametrize(
    ("bins", "on", "sentence"),
    [
        (0, date(2026, 5, 1), "Choose from 1 to 5"),
        (6, date(2026, 5, 1), "Choose from 1 to 5"),
        (1, date(2031, 5, 1), "no fee yet"),
    ],
)
def test_what_has_no_fee_is_refused(bins, on, sentence):
    with pytest.raises(Refused, match=sentence):
        quote(bins=bins, on=on)


def test_additional_bin_costs_the_difference():
    total = fees.quote_more(catalogue.fees(), catalogue.terms(), bins=1, more=1, concession=False, on=date(2026, 11, 1))
    assert total.pence == 1900


def test_refund_covers_full_unused_months():
    assert subscriptions.unused(TERM, date(2026, 4, 1)) == 8200
    assert subscriptions.unused(TERM, date(2026, 4, 2)) == 8200 * 11 // 12
    assert subscriptions.unused(TERM, date(2026, 10, 1)) == 4100
    assert subscriptions.unused(TERM, date(2027, 3, 2)) == 0
    assert subscriptions.unused(TERM, date(2028, 1, 1)) == 0


def test_refund_fee_is_deducted_once_and_never_charged():
    assert subscriptions.refund([TERM], date(2026, 10, 1), 500) == 3600
    assert subscriptions.refund([TERM], date(2027, 3, 2), 500) == 0
    assert subscriptions.shares([300, 400], 500) == [0, 200]


def test_returning_a_bin_refunds_its_share():
    assert subscriptions.refund_for_fewer_bins(TERM, 1, date(2026, 10, 1)) == 2050


@given(
    st.integers(0, 100_000), st.dates(date(2025, 1, 1), date(2029, 1, 1)), st.integers(1, 1000), st.integers(0, 1000)
)
def test_refund_is_between_zero_and_the_retained_amount(paid, start, days, into):
    term = Term(starts_on=start, ends_on=start + timedelta(days=days), bins=1, paid=paid)
    back = subscriptions.unused(term, start + timedelta(days=into))
    assert 0 <= back <= paid
    later = subscriptions.unused(term, start + timedelta(days=into + 20))
    assert later <= back


def test_only_complete_months_count():
    assert full_months(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert full_months(date(2026, 1, 31), date(2026, 3, 31)) == 2
    assert full_months(date(2026, 3, 1), date(2026, 1, 1)) == 0


@pytest.mark.parametrize(
    ("today", "late_from", "starts"),
    [
        (date(2027, 1, 1), LateFrom.LAPSE, date(2027, 4, 1)),
        (date(2027, 4, 1), LateFrom.TODAY, date(2027, 4, 1)),
        (date(2027, 4, 20), LateFrom.LAPSE, date(2027, 4, 1)),
        (date(2027, 4, 20), LateFrom.TODAY, date(2027, 4, 20)),
    ],
)
def test_a_renewal_follows_the_old_term_or_runs_as_the_council_says(today, late_from, starts):
    terms = replace(catalogue.terms(), late_from=late_from)
    assert subscriptions.renewal_starts(ends_on=date(2027, 4, 1), today=today, terms=terms) == starts


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (date(2026, 12, 31), "can be renewed from 1 January 2027"),
        (date(2027, 5, 31), "too long ago"),
    ],
)
def test_a_renewal_is_neither_too_early_nor_too_late(today, sentence):
    with pytest.raises(Refused, match=sentence):
        subscriptions.renewal_starts(ends_on=date(2027, 4, 1), today=today, terms=catalogue.terms())


def test_only_final_states_have_no_transitions():
    leaving = {before for before, _verb, _to, _who in subscriptions.EDGES}
    assert leaving == {None, State.PENDING, State.ACTIVE, State.LAPSED}
    for end in (State.CANCELLED, State.MOVED):
        for verb in Verb:
            with pytest.raises(Refused):
                subscriptions.check_can(end, verb)


def test_the_diagram_in_the_tutorial_is_the_table():
    text = (Path(__file__).parents[2] / "docs/tutorials/manage-collection-rounds.md").read_text()
    drawn = set(re.findall(r"^ {4}(\S+) --> (\w+):", text, re.MULTILINE))
    edges = {
        (before.value if before else "[*]", to.value) for before, _verb, to, _who in subscriptions.EDGES if before != to
    }
    assert drawn == edges


def test_a_fortnightly_round_goes_every_second_week():
    days = list(calendar.usual_days(MONDAYS, date(2026, 3, 3), date(2026, 4, 14)))
    assert days == [date(2026, 3, 16), date(2026, 3, 30), date(2026, 4, 13)]


def test_a_round_does_not_go_before_its_first_day_nor_after_a_property_left_it():
    plan = replace(MONDAYS, starts_on=date(2026, 1, 6), ends_on=date(2026, 2, 2))
    assert list(calendar.usual_days(plan, date(2025, 1, 1), date(2027, 1, 1))) == [date(2026, 1, 19)]


def days_of(plan, changes, start=date(2026, 1, 1), end=date(2026, 2, 20)):
    return [collection.on for collection in calendar.collections(plan, changes, start, end)]


def test_a_shift_moves_the_day_and_says_why():
    moved = calendar.collections(
        MONDAYS, [change(1, date(2026, 1, 5), date(2026, 1, 6), note="New Year")], date(2026, 1, 1), date(2026, 1, 8)
    )
    assert [(collection.on, collection.usual_on, collection.why, collection.note) for collection in moved] == [
        (date(2026, 1, 6), date(2026, 1, 5), ChangeReason.HOLIDAY, "New Year")
    ]


def test_the_change_of_a_round_goes_before_those_of_its_stream_and_of_all():
    everything = change(3, date(2026, 1, 1), date(2026, 2, 1), days=1)
    stream = change(2, date(2026, 1, 1), date(2026, 2, 1), days=2, stream="refuse")
    own = change(1, date(2026, 1, 1), date(2026, 2, 1), days=3, round="A")
    other = change(4, date(2026, 1, 1), date(2026, 2, 1), days=4, round="B")
    assert days_of(MONDAYS, [everything, other])[0] == date(2026, 1, 6)
    assert days_of(MONDAYS, [everything, stream, other])[0] == date(2026, 1, 7)
    assert days_of(MONDAYS, [everything, stream, own, other])[0] == date(2026, 1, 8)


def test_a_suspended_collection_keeps_its_date_and_another_can_catch_up():
    off = change(1, date(2026, 1, 19), date(2026, 1, 20), kind=ChangeKind.SUSPEND, days=0, why=ChangeReason.DISRUPTION)
    on = change(2, date(2026, 1, 24), date(2026, 1, 25), kind=ChangeKind.EXTRA, days=0, why=ChangeReason.CATCH_UP)
    collections = calendar.collections(MONDAYS, [off, on], date(2026, 1, 10), date(2026, 1, 31))
    assert [(collection.on, collection.usual_on, collection.why) for collection in collections] == [
        (None, date(2026, 1, 19), ChangeReason.DISRUPTION),
        (date(2026, 1, 24), date(2026, 1, 24), ChangeReason.CATCH_UP),
    ]


def test_the_sequence_grows_with_every_change_and_withdrawal():
    shift = change(1, date(2026, 1, 5), date(2026, 1, 6))
    withdrawn = replace(shift, withdrawn_at=CREATED_AT + timedelta(days=1))
    collections = [
        calendar.collections(MONDAYS, applied, date(2026, 1, 1), date(2026, 1, 12))[0]
        for applied in ([], [shift], [withdrawn], [withdrawn, replace(shift, id=2)])
    ]
    assert [collection.sequence for collection in collections] == [0, 1, 2, 3]
    assert [collection.on.day for collection in collections] == [5, 6, 5, 6]
    assert collections[2].changed_at == CREATED_AT + timedelta(days=1)


@given(
    st.integers(1, 8),
    st.integers(0, 5),
    st.lists(
        st.tuples(st.integers(0, 120), st.integers(1, 20), st.sampled_from(list(ChangeKind)), st.integers(-14, 14)),
        max_size=6,
    ),
    st.integers(0, 100),
    st.integers(0, 60),
)
def test_a_stretch_of_days_gives_what_its_parts_give(weeks, weekday, day_moves, into, long):
    first = date(2026, 1, 5) + timedelta(days=weekday)
    plan = replace(MONDAYS, first_on=first, every_weeks=weeks)
    changes = [
        change(
            n,
            first + timedelta(days=at),
            first + timedelta(days=at + (1 if kind is ChangeKind.EXTRA else size)),
            kind=kind,
            days=(by or 1) if kind is ChangeKind.SHIFT else 0,
        )
        for n, (at, size, kind, by) in enumerate(day_moves)
    ]
    start, middle = first, first + timedelta(days=into)
    end = middle + timedelta(days=long)
    all_days = calendar.collections(plan, changes, start, end)
    parts = calendar.collections(plan, changes, start, middle) + calendar.collections(plan, changes, middle, end)
    assert all_days == parts
    days = [collection.on for collection in all_days if collection.on]
    assert len(days) == len(set(days))


def test_christmas_is_proposed_as_councils_print_it():
    runs = calendar.proposed_shifts(bank_holidays(), date(2026, 12, 1), date(2027, 1, 20))
    assert runs == [
        (date(2026, 12, 25), date(2026, 12, 26), 1),  # Friday on Saturday
        (date(2026, 12, 28), date(2026, 12, 31), 1),
        (date(2026, 12, 31), date(2027, 1, 1), 2),  # past New Year's Day
        (date(2027, 1, 1), date(2027, 1, 2), 3),
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {"ends_on": date(2026, 1, 1)},
        {"days": 0},
        {"days": 15},
        {"kind": ChangeKind.SUSPEND},
        {"why": ChangeReason.SEASON},
        {"kind": ChangeKind.EXTRA, "days": 0},
    ],
)
def test_a_change_that_cannot_be_is_refused(facts):
    values = {
        "kind": ChangeKind.SHIFT,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 1, 9),
        "days": 1,
        "stream": "",
        "why": ChangeReason.HOLIDAY,
    } | facts
    with pytest.raises(Refused):
        calendar.check_change(**values)
