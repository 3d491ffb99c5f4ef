"""How a supply of what is due goes from being asked for to being given, as a table, and what may be asked."""

from typing import Final

from borough.kernel.refusals import Refused
from borough.places.types.due import DueState

EDGES: Final = (
    (DueState.ASKED, "make", DueState.MADE),
    (DueState.ASKED, "drop", DueState.DROPPED),
    (DueState.MADE, "drop", DueState.DROPPED),
    (DueState.MADE, "give", DueState.GIVEN),
)
"""Every step there is: from, verb, to."""
OPEN: Final = frozenset({DueState.ASKED, DueState.MADE})
WORDS: Final = {
    DueState.ASKED: "is still being made", DueState.MADE: "waits to be given", DueState.GIVEN: "was given",
    DueState.DROPPED: "was dropped",
}  # fmt: skip


def check_step(state: DueState, after: DueState) -> None:
    """Refuse a step that is not in the table."""
    if not any((before, to) == (state, after) for before, _, to in EDGES):
        raise Refused(f"This supply {WORDS[state]}. Look at it again")


def check_can_ask(*, open_state: DueState | None, since: int, last: int) -> None:
    """Refuse a supply while another is open, or of nothing."""
    if open_state is not None:
        raise Refused(f"There is a supply already that {WORDS[open_state]}. Settle it first")
    if last <= since:
        raise Refused("Nothing has changed since the last supply, so nothing is due")


def check_can_give(*, state: DueState, since: int, receiver_since: int) -> None:
    """Refuse to give what is not made, or what does not go on from where the receiver stands."""
    check_step(state, DueState.GIVEN)
    if since != receiver_since:
        raise Refused("This supply does not go on from what the receiver has. Drop it, and make another")
