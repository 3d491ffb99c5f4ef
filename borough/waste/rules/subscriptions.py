"""Garden waste subscription life cycle: states, transitions and conditions."""

from collections.abc import Sequence
from datetime import date, timedelta

from borough.kernel.messages import format_day, msg
from borough.kernel.refusals import Refused
from borough.waste.rules.days import full_months
from borough.waste.rules.fees import check_bins
from borough.waste.types.subscriptions import LateFrom, State, Term, Terms, Verb

LONGEST = timedelta(days=3 * 366)
MOST_BINS = 20  # database limit; a council allows fewer by its terms
MAX_PLAUSIBLE_PENCE = 1_000_000  # pence: above ten thousand pounds it is a typing error

EDGES: tuple[tuple[State | None, Verb, State, str], ...] = (
    (None, Verb.SUBSCRIBE, State.PENDING, "resident or staff"),
    (None, Verb.SUBSCRIBE, State.ACTIVE, "resident or staff"),
    (State.PENDING, Verb.BEGIN, State.ACTIVE, "the clock"),
    (State.PENDING, Verb.RENEW, State.PENDING, "resident or staff"),
    (State.ACTIVE, Verb.RENEW, State.ACTIVE, "resident or staff"),
    (State.LAPSED, Verb.RENEW, State.ACTIVE, "resident or staff"),
    (State.PENDING, Verb.CHANGE_BINS, State.PENDING, "resident or staff"),
    (State.ACTIVE, Verb.CHANGE_BINS, State.ACTIVE, "resident or staff"),
    (State.PENDING, Verb.MOVE, State.MOVED, "resident or staff"),
    (State.ACTIVE, Verb.MOVE, State.MOVED, "resident or staff"),
    (State.PENDING, Verb.CANCEL, State.CANCELLED, "resident or staff"),
    (State.ACTIVE, Verb.CANCEL, State.CANCELLED, "resident or staff"),
    (State.ACTIVE, Verb.LAPSE, State.LAPSED, "the clock"),
)
"""State table: from, verb, to, actor."""

NOT_NOW = {
    State.LAPSED: msg("This subscription has ended"),
    State.CANCELLED: msg("This subscription was cancelled"),
    State.MOVED: msg("This subscription goes on at another address under another reference"),
}


def check_can(state: State, verb: Verb) -> None:
    """Raise Refused unless the state table has the transition."""
    if not any(before is state and what is verb for before, what, _after, _who in EDGES):
        raise Refused(NOT_NOW.get(state, msg("That cannot be done to this subscription now")))


def after(state: State | None, verb: Verb, starts_on: date, today: date) -> State:
    """Return the state after a verb. Raises Refused if there is no such transition."""
    states = [to for before, what, to, _who in EDGES if before is state and what is verb]
    if not states:
        raise Refused(NOT_NOW.get(state or State.PENDING, msg("That cannot be done to this subscription now")))
    wanted = State.PENDING if starts_on > today else State.ACTIVE
    return wanted if wanted in states else states[0]


def check_can_subscribe(*, bins: int, starts_on: date, ends_on: date, today: date, paid: int, terms: Terms) -> None:
    """Raise Refused unless the term is valid and not over, and bins and amount are valid."""
    check_bins(bins, terms)
    check_term(starts_on, ends_on)
    check_paid(paid)
    if ends_on <= today:
        raise Refused(msg("The subscription must end after today"))


def check_term(starts_on: date, ends_on: date) -> None:
    """Raise Refused unless a term is between a day and three years long."""
    if not timedelta(0) < ends_on - starts_on <= LONGEST:
        raise Refused("A subscription lasts from one day to three years")


def check_paid(paid: int) -> None:
    """Raise Refused for an implausible amount in pence."""
    if not 0 <= paid <= MAX_PLAUSIBLE_PENCE:
        raise Refused("The amount paid must be between nothing and £10,000")


def renewal_starts(*, ends_on: date, today: date, terms: Terms) -> date:
    """Return the first day of the term after one that ends (or ended) on a day: an early renewal follows it.

    A late one starts at the lapse or today, by the terms. Raises Refused if it is too early or too late.
    """
    opens = ends_on - timedelta(days=terms.renew_opens_days)
    if today < opens:
        raise Refused(msg("This subscription can be renewed from {day}", day=format_day(opens)))
    if today <= ends_on:
        return ends_on
    if today >= ends_on + timedelta(days=terms.renew_late_days):
        raise Refused(
            msg("This subscription ended on {day}, too long ago to renew. Take out a new one", day=format_day(ends_on))
        )
    return ends_on if terms.late_from is LateFrom.LAPSE else today


def unused(term: Term, on: date) -> int:
    """Return pence of a term for whole months from the day on: all of a future term, nothing of a past one.

    Never more than is retained of it. A started month is not refunded.
    """
    if on <= term.starts_on:
        return term.retained
    months = max(1, full_months(term.starts_on, term.serves_until))
    left = min(full_months(on, term.serves_until), months)
    return term.retained * left // months


def refund(terms: Sequence[Term], on: date, fee: int = 0) -> int:
    """Return the refund in pence for a subscription ending on the day, less the council's fee; never negative."""
    return max(0, sum(unused(term, on) for term in terms) - fee)


def shares(term_refunds: Sequence[int], fee: int) -> list[int]:
    """Return each term's refund after deducting the fee, from the first term on."""
    result = []
    for term_refund in term_refunds:
        deducted = min(fee, term_refund)
        fee -= deducted
        result.append(term_refund - deducted)
    return result


def refund_for_fewer_bins(term: Term, bins: int, on: date) -> int:
    """Return the refund in pence for fewer bins from the day on: their share of the unused amount."""
    return unused(term, on) * (term.bins - bins) // term.bins


def current(terms: Sequence[Term], on: date) -> int:
    """Return the index of the current term on the day: the first not over, or else the last."""
    return next((n for n, term in enumerate(terms) if on < term.serves_until), len(terms) - 1)
