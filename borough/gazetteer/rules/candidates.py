"""Rules of change candidates: what can be raised, and the transitions."""

from typing import Final, NamedTuple

from borough.gazetteer.rules.postcodes import normalise_postcode
from borough.gazetteer.rules.records import LARGEST_UPRN, LARGEST_USRN
from borough.gazetteer.types import CandidateState
from borough.kernel.refusals import Refused

MOST_LETTERS: Final = {"source_id": 160, "text": 500, "postcode": 12, "note": 1000, "outcome": 1000}
NAMES: Final = {
    "source_id": "The source's own reference",
    "text": "The address",
    "postcode": "The postcode",
    "note": "The note",
    "outcome": "What came of it",
}


class Transition(NamedTuple):
    """A transition of a candidate, by its verb."""

    before: CandidateState
    verb: str
    after: CandidateState


TRANSITIONS: Final = (
    Transition(CandidateState.WAITING, "take", CandidateState.IN_HAND),
    Transition(CandidateState.IN_HAND, "put back", CandidateState.WAITING),
    Transition(CandidateState.IN_HAND, "decide", CandidateState.DONE),
    Transition(CandidateState.IN_HAND, "decide", CandidateState.NO_CHANGE),
    Transition(CandidateState.IN_HAND, "decide", CandidateState.ALREADY_THERE),
)
"""All transitions; final states have none."""
OPEN: Final = (CandidateState.WAITING, CandidateState.IN_HAND)
CLOSED: Final = frozenset(CandidateState) - set(OPEN)
STATE_LABELS: Final = {
    CandidateState.WAITING: "waits to be taken in hand",
    CandidateState.IN_HAND: "is in hand",
    CandidateState.DONE: "was closed as done",
    CandidateState.NO_CHANGE: "was closed with no change needed",
    CandidateState.ALREADY_THERE: "was closed as already in the gazetteer",
}


def postcode_or_text(postcode: str) -> str:
    """Return a formatted postcode if valid, otherwise the text as given."""
    return normalise_postcode(postcode) or " ".join(postcode.split())


def check_can_raise(*, source_id: str, text: str, postcode: str, uprn: int | None, usrn: int | None, note: str) -> None:
    """Raise Refused for an empty or invalid report."""
    if not source_id:
        raise Refused("A change candidate needs the source's own reference, so that it is not raised twice")
    for name, value in (("source_id", source_id), ("text", text), ("postcode", postcode), ("note", note)):
        check_text(name, value)
    if not text and uprn is None and usrn is None:
        raise Refused("Enter the address, or say which property or street it is about")
    if uprn is not None and not 1 <= uprn <= LARGEST_UPRN:
        raise Refused("A UPRN is a number of up to 12 digits")
    if usrn is not None and not 1 <= usrn <= LARGEST_USRN:
        raise Refused("A USRN is a number of up to 8 digits")


def check_text(name: str, value: str) -> None:
    """Raise Refused for a text that is too long or unprintable."""
    if len(value) > MOST_LETTERS[name]:
        raise Refused(f"{NAMES[name]} must be {MOST_LETTERS[name]:,} characters or less")
    if "\x00" in value:
        raise Refused(f"{NAMES[name]} must not include a zero character")


def _check_step(state: CandidateState, after: CandidateState) -> None:
    if not any((edge.before, edge.after) == (state, after) for edge in TRANSITIONS):
        raise Refused(f"This {STATE_LABELS[state]} meanwhile. Look at it again")


def check_can_assign(state: CandidateState) -> None:
    """Raise Refused unless it is waiting."""
    _check_step(state, CandidateState.IN_HAND)


def check_can_unassign(state: CandidateState) -> None:
    """Raise Refused unless it is assigned; anyone may unassign it."""
    _check_step(state, CandidateState.WAITING)


def check_can_decide(
    *, state: CandidateState, after: CandidateState, by: str, assigned_by: str, outcome: str, uprn: int | None
) -> None:
    """Raise Refused unless it is assigned to this officer, with an outcome."""
    if after not in CLOSED:
        raise Refused("Choose what became of it")
    _check_step(state, after)
    if by != assigned_by:
        raise Refused("Someone else has this in hand. Put it back first, then take it in hand yourself")
    check_text("outcome", outcome)
    if after is CandidateState.ALREADY_THERE and uprn is None:
        raise Refused("Enter the UPRN of the property that is there already")
    if after is not CandidateState.ALREADY_THERE and not outcome and uprn is None:
        raise Refused("Enter what came of it")
