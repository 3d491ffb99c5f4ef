"""The life of a garden waste subscription: which verb leads from which state to which, and when it may."""

from collections.abc import Sequence
from datetime import date, timedelta

from borough.kernel.messages import format_day, msg
from borough.kernel.refusals import Refused
from borough.waste.rules.days import full_months
from borough.waste.rules.fees import check_bins
from borough.waste.types.subscriptions import LateFrom, State, Term, Terms, Verb

LONGEST = timedelta(days=3 * 366)
MOST_BINS = 20  # what the database holds; a council allows fewer by its terms
MAX_PLAUSIBLE_PENCE = 1_000_000  # pence: above ten thousand pounds something was mistyped

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
"""From, verb, to, and who or what does it."""

NOT_NOW = {
    State.LAPSED: msg("This subscription has ended"),
    State.CANCELLED: msg("This subscription was cancelled"),
    State.MOVED: msg("This subscription goes on at another address under another reference"),
}


def check_can(state: State, verb: Verb) -> None:
    """Whether the table of edges has the verb from the state. Raises Refused."""
    if not any(before is state and what is verb for before, what, _after, _who in EDGES):
        raise Refused(NOT_NOW.get(state, msg("That cannot be done to this subscription now")))


def after(state: State | None, verb: Verb, starts_on: date, today: date) -> State:
    """The state a verb leads to. Raises Refused when there is no such edge."""
    states = [to for before, what, to, _who in EDGES if before is state and what is verb]
    if not states:
        raise Refused(NOT_NOW.get(state or State.PENDING, msg("That cannot be done to this subscription now")))
    wanted = State.PENDING if starts_on > today else State.ACTIVE
    return wanted if wanted in states else states[0]


def check_can_subscribe(*, bins: int, starts_on: date, ends_on: date, today: date, paid: int, terms: Terms) -> None:
    """A term of some days that is not over, so many bins, and an amount. Raises Refused."""
    check_bins(bins, terms)
    check_term(starts_on, ends_on)
    check_paid(paid)
    if ends_on <= today:
        raise Refused(msg("The subscription must end after today"))


def check_term(starts_on: date, ends_on: date) -> None:
    """A term is a day to three years long. Raises Refused."""
    if not timedelta(0) < ends_on - starts_on <= LONGEST:
        raise Refused("A subscription lasts from one day to three years")


def check_paid(paid: int) -> None:
    """An amount in pence that can have been paid. Raises Refused."""
    if not 0 <= paid <= MAX_PLAUSIBLE_PENCE:
        raise Refused("The amount paid must be between nothing and £10,000")


def renewal_starts(*, ends_on: date, today: date, terms: Terms) -> date:
    """The first day of the term after one that ends (or ended) on a day: an early renewal follows the old term.

    A late one runs from the lapse or from today, as the terms say. Raises Refused when it is too early or too late.
    """
    opens = ends_on - timedelta(days=terms.renew_opens_days)
    if today < opens:
        raise Refused(msg("This subscription can be renewed from {day}", day=format_day(opens)))
    if today <= ends_on:
        return ends_on
    if today >= ends_on + timedelta(days=terms.renew_late_days):
        raise Refused(
            msg(
                "This subscription ended on {day}, too long ago to renew. Take out a new one", day=format_day(ends_on)
            )
        )
    return ends_on if terms.late_from is LateFrom.LAPSE else today


def unused(term: Term, on: date) -> int:
    """Pence of a term for the whole months from the day on: all of one not begun, nothing of one that is over.

    Never above what is kept of it. Paid for whole months, so a month begun is not given back.
    """
    if on <= term.starts_on:
        return term.retained
    months = max(1, full_months(term.starts_on, term.serves_until))
    left = min(full_months(on, term.serves_until), months)
    return term.retained * left // months


def refund(terms: Sequence[Term], on: date, fee: int = 0) -> int:
    """Pence due back for a subscription that ends on the day, less the council's fee; never below nothing."""
    return max(0, sum(unused(term, on) for term in terms) - fee)


def shares(term_refunds: Sequence[int], fee: int) -> list[int]:
    """What is due back of each term once the fee is taken, from the first on."""
    result = []
    for term_refund in term_refunds:
        deducted = min(fee, term_refund)
        fee -= deducted
        result.append(term_refund - deducted)
    return result


def refund_for_fewer_bins(term: Term, bins: int, on: date) -> int:
    """Pence due back for giving up some bins of a term from the day on: their share of what is unused."""
    return unused(term, on) * (term.bins - bins) // term.bins


def current(terms: Sequence[Term], on: date) -> int:
    """Which term serves on the day: the first that is not over, or else the last."""
    return next((n for n, term in enumerate(terms) if on < term.serves_until), len(terms) - 1)
