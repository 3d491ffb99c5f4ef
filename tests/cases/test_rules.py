"""What may be done with a case, by its table of steps alone."""

from datetime import date
from itertools import product

import pytest

from borough.cases import rules
from borough.cases.types import State, Verb
from borough.kernel.refusals import Refused


def test_every_state_is_reachable_and_transitions_are_unique():
    assert {to for _, _, to in rules.STEPS} | {State.NEW} == set(State)
    assert len({(start, verb) for start, verb, _ in rules.STEPS}) == len(rules.STEPS)


@pytest.mark.parametrize(("state", "verb"), list(product(State, Verb)))
def test_a_step_leads_where_the_table_says_and_is_refused_where_it_says_nothing(state, verb):
    to = next((end for start, by, end in rules.STEPS if (start, by) == (state, verb)), None)
    if to is None:
        with pytest.raises(Refused):
            rules.check_can_move(state=state, verb=verb, text="Words")
    else:
        assert rules.check_can_move(state=state, verb=verb, text="Words") is to


@pytest.mark.parametrize("state", [member for member in State if member.over])
def test_what_is_over_can_only_be_opened_again(state):
    assert rules.verbs_of(state) == [Verb.REOPEN]


@pytest.mark.parametrize("verb", sorted(rules.TEXT_REQUIRED))
@pytest.mark.parametrize("text", ["", "  \n"])
def test_transition_that_needs_a_reason_rejects_empty_text(verb, text):
    state = next(start for start, by, _ in rules.STEPS if by is verb)
    with pytest.raises(Refused, match="Enter"):
        rules.check_can_move(state=state, verb=verb, text=text)


def test_every_state_and_verb_has_staff_and_customer_labels():
    assert set(rules.LABELS) == set(Verb)
    assert set(rules.STATE_LABELS) == set(rules.CUSTOMER_STATUS) == set(State)


@pytest.mark.parametrize(
    ("promised", "state", "late"),
    [
        (None, State.NEW, False),
        (date(2027, 2, 1), State.NEW, False),
        (date(2027, 1, 31), State.NEW, True),
        (date(2027, 1, 31), State.DONE, False),
    ],
)
def test_a_case_is_late_the_day_after_its_promise_while_it_is_not_over(promised, state, late):
    assert rules.is_late(promised_by=promised, state=state, today=date(2027, 2, 1)) is late
