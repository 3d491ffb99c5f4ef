"""State tables of messages and batches: from, verb, to."""

from borough.messaging.types import BatchState, MessageState

S, B = MessageState, BatchState
STATES: tuple[tuple[MessageState, str, MessageState], ...] = (
    (S.CREATED, "claim", S.SENDING),
    (S.SENDING, "hand over", S.SENT),
    (S.SENDING, "fail", S.PERMANENT),
    (S.TO_PRINT, "print", S.SENT),
    (S.SENDING, "deliver", S.DELIVERED),  # a receipt may arrive before acceptance is stored
    (S.SENT, "deliver", S.DELIVERED),
    (S.SENT, "fail", S.PERMANENT),
    (S.SENT, "fail for now", S.TEMPORARY),
    (S.SENDING, "fail for now", S.TEMPORARY),
    (S.SENT, "return", S.RETURNED),
    (S.TEMPORARY, "send again", S.CREATED),
    (S.TEMPORARY, "deliver", S.DELIVERED),  # delivery overtook the failure receipt
)
BATCH_STATES: tuple[tuple[BatchState, str, BatchState], ...] = (
    (B.CHECKED, "confirm", B.SENDING),
    (B.CHECKED, "drop", B.DROPPED),
    (B.SENDING, "stop", B.STOPPED),
    (B.STOPPED, "go on", B.SENDING),
    (B.STOPPED, "drop", B.DROPPED),
    (B.SENDING, "end", B.DONE),
)
OPEN = (S.CREATED, S.SENDING)


def sources(verb: str) -> list[str]:
    """Return the message states from which the verb is allowed."""
    return [start.value for start, name, _ in STATES if name == verb]


def after(verb: str) -> MessageState:
    """Return the message state after the verb."""
    return next(to for _, name, to in STATES if name == verb)


def batch_sources(verb: str) -> list[str]:
    """Return the batch states from which the verb is allowed."""
    return [start.value for start, name, _ in BATCH_STATES if name == verb]


def batch_after(verb: str) -> BatchState:
    """Return the batch state after the verb."""
    return next(to for _, name, to in BATCH_STATES if name == verb)
