"""Deadlines of erasure requests, and grounds for refusing them."""

from datetime import date, timedelta

from borough.kernel.periods import add_months
from borough.kernel.refusals import Refused

REFUSALS = {
    "law": "A law says that we must keep it",
    "task": "We need it for a service that is still running or for a task the law gives us",
    "claim": "We need it for a legal claim, or to answer one",
    "health": "It is needed for public health",
    "archive": "It is kept for archives, research or statistics in the public interest",
    "identity": "We could not be sure that it was you who asked",
}
"""UK GDPR article 17(3)(a) to (e), and 12(6). Selected, not typed, so that the permanent record names no one."""


def answer_by(requested_on: date) -> date:
    """Return the last day to answer: one month later, or that month's last day; UK GDPR article 12(3)."""
    first = add_months(requested_on, 1)
    return min(first + timedelta(days=requested_on.day - 1), add_months(first, 1) - timedelta(days=1))


def check_can_request(*, erased: bool, pending: bool) -> None:
    """Raise Refused if erased or if a request is already pending."""
    if erased:
        raise Refused("This person was erased already.")
    if pending:
        raise Refused("You have asked already. We will answer that request")


def check_can_refuse(*, state: str, reason: str) -> None:
    """Raise Refused unless the request is pending and the reason is one of the law's."""
    if state != "requested":
        raise Refused("This request was decided already.")
    if reason not in REFUSALS:
        raise Refused("Select why it is refused")


NEAR_DEADLINE = timedelta(days=7)
"""How long before the deadline a request counts as due soon."""


def deadline_text(answer_by: date, today: date) -> str:
    """Return how near the deadline is; empty while there is time. The law allows no extra day."""
    left = (answer_by - today).days
    if left < 0:
        return f"Late by {-left} {'day' if left == -1 else 'days'}"
    if left > NEAR_DEADLINE.days:
        return ""
    return "Answer today" if left == 0 else f"{left} {'day' if left == 1 else 'days'} left"
