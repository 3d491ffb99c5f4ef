"""Rules of cases: one table of steps, and what each step requires."""

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
"""All steps: from, verb, to. The database enforces them too."""

LABELS: Mapping[Verb, str] = {
    Verb.TAKE: "Start work",
    Verb.WAIT: "Wait for an answer",
    Verb.GO_ON: "Go on with it",
    Verb.FINISH: "Finish",
    Verb.REFER: "Pass to another body",
    Verb.WITHDRAW: "Withdrawn by the customer",
    Verb.REOPEN: "Open again",
}
STATE_LABELS: Mapping[State, str] = {
    State.NEW: "New",
    State.WORKING: "Being worked on",
    State.WAITING: "Waiting",
    State.DONE: "Done",
    State.REFERRED: "Passed to another body",
    State.WITHDRAWN: "Withdrawn",
}
CUSTOMER_STATUS: Mapping[State, str] = {
    State.NEW: "Received, not started yet",
    State.WORKING: "We are working on it",
    State.WAITING: "We are waiting for an answer before we go on",
    State.DONE: "It is finished",
    State.REFERRED: "We passed it to the body whose work it is",
    State.WITHDRAWN: "It was withdrawn",
}
"""The customer's wording of each state."""
TEXT_REQUIRED: Mapping[Verb, str] = {
    Verb.WAIT: "Enter what is waited for",
    Verb.FINISH: "Enter what was done, as the customer will read it",
    Verb.REFER: "Enter whom it was passed to, as the customer will read it",
    Verb.WITHDRAW: "Enter why it was withdrawn",
    Verb.REOPEN: "Enter why it is opened again",
}
CUSTOMER_VERBS = frozenset({Verb.FINISH, Verb.REFER})
LONGEST_NOTE = 5_000


def after(state: State, verb: Verb) -> State | None:
    """Return the state after a verb, or None if it is not allowed."""
    return next((to for start, by, to in STEPS if start == state and by == verb), None)


def verbs_of(state: State) -> list[Verb]:
    """Return the verbs allowed in a state."""
    return [by for start, by, _ in STEPS if start == state]


def check_can_move(*, state: State, verb: Verb, text: str) -> State:
    """Return the state after the verb. Raises Refused with a message if it is not allowed."""
    to = after(state, verb)
    if to is None:
        raise Refused(f"A case that is {STATE_LABELS[state].lower()} cannot be changed by “{LABELS[verb]}”.")
    if verb in TEXT_REQUIRED and not text.strip():
        raise Refused(TEXT_REQUIRED[verb])
    check_note_length(text)
    return to


def check_note_length(text: str) -> None:
    """Raise Refused for a note that is too long."""
    if len(text) > LONGEST_NOTE:
        raise Refused(f"The note must be {LONGEST_NOTE:,} characters or less")


def is_late(*, promised_by: date | None, state: State, today: date) -> bool:
    """Return whether the promised date has passed and the case is open."""
    return promised_by is not None and not state.over and today > promised_by
