"""What may be done with a case: one table of steps, and what each asks for."""

from collections.abc import Mapping
from datetime import date

from borough.cases.types import State, Verb
from borough.kernel.refusals import Refused

STEPS: tuple[tuple[State, Verb, State], ...] = (
    (State.NEW, Verb.TAKE, State.WORKING),
    (State.NEW, Verb.FINISH, State.DONE),
    (State.NEW, Verb.REFER, State.REFERRED),
    (State.NEW, Verb.WITHDRAW, State.WITHDRAWN),
    (State.WORKING, Verb.WAIT, State.WAITING),
    (State.WORKING, Verb.FINISH, State.DONE),
    (State.WORKING, Verb.REFER, State.REFERRED),
    (State.WORKING, Verb.WITHDRAW, State.WITHDRAWN),
    (State.WAITING, Verb.GO_ON, State.WORKING),
    (State.WAITING, Verb.FINISH, State.DONE),
    (State.WAITING, Verb.WITHDRAW, State.WITHDRAWN),
    (State.DONE, Verb.REOPEN, State.WORKING),
    (State.REFERRED, Verb.REOPEN, State.WORKING),
    (State.WITHDRAWN, Verb.REOPEN, State.WORKING),
)
"""Every step there is: from a state, by a verb, to a state. The database holds it too."""

LABELS: Mapping[Verb, str] = {
    Verb.TAKE: "Start work", Verb.WAIT: "Wait for an answer", Verb.GO_ON: "Go on with it", Verb.FINISH: "Finish",
    Verb.REFER: "Pass to another body", Verb.WITHDRAW: "Withdrawn by the customer", Verb.REOPEN: "Open again",
}  # fmt: skip
STATE_LABELS: Mapping[State, str] = {
    State.NEW: "New", State.WORKING: "Being worked on", State.WAITING: "Waiting", State.DONE: "Done",
    State.REFERRED: "Passed to another body", State.WITHDRAWN: "Withdrawn",
}  # fmt: skip
CUSTOMER_STATUS: Mapping[State, str] = {
    State.NEW: "We have it and will start soon", State.WORKING: "We are working on it",
    State.WAITING: "We are waiting for an answer before we go on", State.DONE: "It is finished",
    State.REFERRED: "We passed it to the body whose work it is", State.WITHDRAWN: "It was withdrawn",
}  # fmt: skip
"""What the customer reads of each state."""
TEXT_REQUIRED: Mapping[Verb, str] = {
    Verb.WAIT: "Enter what is waited for", Verb.FINISH: "Enter what was done, as the customer will read it",
    Verb.REFER: "Enter whom it was passed to, as the customer will read it",
    Verb.WITHDRAW: "Enter why it was withdrawn", Verb.REOPEN: "Enter why it is opened again",
}  # fmt: skip
CUSTOMER_VERBS = frozenset({Verb.FINISH, Verb.REFER})
LONGEST_NOTE = 5_000


def after(state: State, verb: Verb) -> State | None:
    """Where a verb leads from a state, or None where it does not go."""
    return next((to for start, by, to in STEPS if start == state and by == verb), None)


def verbs_of(state: State) -> list[Verb]:
    """What may be done with a case in a state."""
    return [by for start, by, _ in STEPS if start == state]


def check_can_move(*, state: State, verb: Verb, text: str) -> State:
    """The state a case goes to. Raises Refused with a sentence when it cannot."""
    to = after(state, verb)
    if to is None:
        raise Refused(f"A case that is {STATE_LABELS[state].lower()} cannot be changed by “{LABELS[verb]}”.")
    if verb in TEXT_REQUIRED and not text.strip():
        raise Refused(TEXT_REQUIRED[verb])
    check_note_length(text)
    return to


def check_note_length(text: str) -> None:
    """Notes are words of a person's length."""
    if len(text) > LONGEST_NOTE:
        raise Refused(f"The note must be {LONGEST_NOTE:,} characters or less")


def is_late(*, promised_by: date | None, state: State, today: date) -> bool:
    """Whether the promise is past and the case not over."""
    return promised_by is not None and not state.over and today > promised_by
