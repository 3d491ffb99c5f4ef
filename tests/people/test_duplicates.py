"""When two records may be of one person: the rule alone, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.kernel.refusals import Refused
from borough.people.rules.duplicates import (
    ComparedRecord,
    Mergeable,
    check_can_merge,
    check_can_undo,
    duplicate_reasons,
    phone_tail,
    same_name,
    similar_name,
)


def known(**more):
    return ComparedRecord(**({"kind": "resident", "name": "", "email": "", "phone": "", "uprn": None} | more))


@pytest.mark.parametrize(
    ("first", "other", "same", "similar"),
    [
        ("Rosa Resident", "ROSA  resident", True, True),
        ("Mrs Rosa Resident", "Resident, Rosa", True, True),
        ("José O’Neil", "Jose ONeil", True, True),
        ("R Resident", "Rosa Resident", False, True),
        ("Rosa Residant", "Rosa Resident", False, True),
        ("Rosa Maria Resident", "Rosa Resident", False, True),
        ("Rosa Resident", "Omar Resident", False, False),
        ("Rosa Resident", "Rosa Other", False, False),
        ("", "", False, False),
        ("Mr", "Mrs", False, False),
        ("Rosa", "", False, False),
    ],
)
def test_names_compare(first, other, same, similar):
    assert (same_name(first, other), similar_name(first, other)) == (same, similar)
    assert (same_name(other, first), similar_name(other, first)) == (same, similar)


def test_phone_numbers_compare_by_last_digits_when_long_enough():
    assert phone_tail("+44 (0)1632 960001") == phone_tail("01632 960 001") == "632960001"
    assert phone_tail("999") == phone_tail("") == ""


ROSA = {"name": "Rosa Resident", "email": "rosa@home.example", "phone": "01632 960001", "uprn": 7}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (ROSA, ("email", "phone", "home")),
        ({"name": "X Y", "email": "ROSA@home.example"}, ("email",)),
        ({"name": "R Resident", "phone": "+44 1632 960001"}, ("phone",)),
        ({"name": "Rosa Resident", "uprn": 7}, ("home",)),
        ({"name": "Omar Other", "phone": "01632 960001", "uprn": 7}, ()),
        ({"name": "R Resident", "uprn": 7}, ()),
        ({"name": "Rosa Resident"}, ()),
        (ROSA | {"kind": "business"}, ()),
        (ROSA | {"kind": "visitor", "uprn": 8}, ("email", "phone")),
    ],
)
def test_reasons_for_a_possible_duplicate(other, expected):
    assert duplicate_reasons(known(**ROSA), known(**other)) == expected


RECORDS = st.builds(
    ComparedRecord,
    kind=st.sampled_from(["resident", "business", "visitor"]),
    name=st.sampled_from(["", "A B", "Ann Bee", "B A"]),
    email=st.sampled_from(["", "a@b.example", "A@b.example"]),
    phone=st.sampled_from(["", "01632960001", "1"]),
    uprn=st.sampled_from([None, 1, 2]),
)


@given(RECORDS, RECORDS)
def test_it_is_the_same_both_ways_round_and_nothing_is_like_nothing(first, other):
    assert duplicate_reasons(first, other) == duplicate_reasons(other, first)
    assert duplicate_reasons(known(), known(kind=first.kind)) == ()


def mergeable(number, **more):
    return Mergeable(id=number, **({"erased": False, "merged": False, "signs_in": False} | more))


@pytest.mark.parametrize(
    ("canonical", "merged", "chosen"),
    [
        (mergeable(1), mergeable(1), {}),
        (mergeable(1, erased=True), mergeable(2), {}),
        (mergeable(1), mergeable(2, erased=True), {}),
        (mergeable(1), mergeable(2, merged=True), {}),
        (mergeable(1, merged=True), mergeable(2), {}),
        (mergeable(1), mergeable(2), {"account_id": "merged"}),
        (mergeable(1, signs_in=True), mergeable(2, signs_in=True), {}),
        (mergeable(1), mergeable(2), {"name": "both"}),
    ],
)
def test_invalid_merge_is_rejected(canonical, merged, chosen):
    with pytest.raises(Refused):
        check_can_merge(canonical=canonical, merged=merged, chosen=chosen, columns=("name",))
    check_can_merge(
        canonical=mergeable(1, signs_in=True), merged=mergeable(2), chosen={"name": "merged"}, columns=("name",)
    )


@pytest.mark.parametrize("change", [{"undone": True}, {"erased": True}, {"canonical_merged": True}, {"latest": False}])
def test_invalid_undo_is_rejected(change):
    fine = {"undone": False, "erased": False, "canonical_merged": False, "latest": True}
    check_can_undo(**fine)
    with pytest.raises(Refused):
        check_can_undo(**fine | change)
