"""When two address texts are the same, and how a decision reads; no database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.gazetteer.rules.address_questions import TRANSITIONS, digest_of, normalise, reason_of
from borough.gazetteer.types.address_questions import QuestionState, Ruling


@pytest.mark.parametrize(
    ("first", "other"),
    [
        (("2 High St, Adlington PR7 4EX", ""), ("2 HIGH ST adlington", "pr74ex")),
        (("2, High St., Adlington,PR74EX", "PR7 4EX"), ("2 high st adlington pr7 4ex", "")),
        (("12–14 High St", ""), ("12-14 high st", "")),
        (("St Mary’s, Rake Lane", ""), ("st marys rake lane", "")),
        (("２ High St", ""), ("2 high st", "")),
        (("2 High\nSt", " "), ("2  High St", "")),
    ],
)
def test_case_punctuation_spacing_and_the_postcode_make_no_difference(first, other):
    assert normalise(*first) == normalise(*other)


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("12-14 High St", "12, 14 High St"),
        ("12/14 High St", "12 14 High St"),
        ("2 - 14 High St", "2-14 High St"),
        ("12A High St", "12 A High St"),
        ("2 High St PR7 4EX", "2 High St PR7 4EY"),
        ("2 High St PR7 4EX", "2 High St"),
        ("Tŷ Gwyn", "T Gwyn"),
    ],
)
def test_what_may_mean_another_place_stays_another_text(first, other):
    assert digest_of(first) != digest_of(other)


def test_separate_postcode_takes_precedence_over_the_text():
    assert normalise("2 High St PR7 4EX", "PR7 4EY") != normalise("2 High St PR7 4EX", "")


@given(st.text(max_size=80), st.text(max_size=10))
def test_any_text_is_tidied_and_tidying_again_changes_nothing_that_counts(text, postcode):
    assert digest_of(text, postcode) == digest_of(f"  {text} ", f" {postcode} ")


def test_decision_reads_as_a_plain_reason():
    assert reason_of(Ruling.PROPERTY, date(2026, 5, 3)) == "Decided by staff on 3 May 2026"
    assert reason_of(Ruling.NOT_THERE, date(2026, 5, 3)).endswith("not in the gazetteer")


def test_every_state_has_an_exit_and_none_returns_to_pending():
    assert {before for before, *_ in TRANSITIONS} == set(QuestionState)
    assert all(after is not QuestionState.PENDING for _, _, after, _ in TRANSITIONS)
