"""State table of change-feed supplies, and conditions for requests."""

from typing import Final

from borough.gazetteer.types.change_feed import FeedState
from borough.kernel.refusals import Refused

TRANSITIONS: Final = (
    (FeedState.REQUESTED, "make", FeedState.CREATED),
    (FeedState.REQUESTED, "drop", FeedState.DROPPED),
    (FeedState.CREATED, "drop", FeedState.DROPPED),
    (FeedState.CREATED, "give", FeedState.DELIVERED),
)
"""All transitions: from, verb, to."""
OPEN: Final = frozenset({FeedState.REQUESTED, FeedState.CREATED})
STATE_LABELS: Final = {
    FeedState.REQUESTED: "is still being made",
    FeedState.CREATED: "waits to be given",
    FeedState.DELIVERED: "was given",
    FeedState.DROPPED: "was dropped",
}


def check_transition(state: FeedState, after: FeedState) -> None:
    """Raise Refused for a transition not in the table."""
    if not any((before, to) == (state, after) for before, _, to in TRANSITIONS):
        raise Refused(f"This supply {STATE_LABELS[state]}. Look at it again")


def check_can_request(*, open_state: FeedState | None, since: int, last: int) -> None:
    """Raise Refused if another supply is open, or nothing is pending."""
    if open_state is not None:
        raise Refused(f"There is a supply already that {STATE_LABELS[open_state]}. Settle it first")
    if last <= since:
        raise Refused("Nothing has changed since the last supply, so nothing is due")


def check_can_deliver(*, state: FeedState, since: int, receiver_since: int) -> None:
    """Raise Refused if it has not been created, or does not continue from the receiver's position."""
    check_transition(state, FeedState.DELIVERED)
    if since != receiver_since:
        raise Refused("This supply does not go on from what the receiver has. Drop it, and make another")
