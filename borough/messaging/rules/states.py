"""What becomes of a message and of a batch, as tables: from, verb, to."""

from borough.messaging.types import BatchState, MessageState

S, B = MessageState, BatchState
STATES: tuple[tuple[MessageState, str, MessageState], ...] = (
    (S.CREATED, "claim", S.SENDING),
    (S.SENDING, "hand over", S.SENT),
    (S.SENDING, "fail", S.PERMANENT),
    (S.TO_PRINT, "print", S.SENT),
    (S.SENDING, "deliver", S.DELIVERED),  # a receipt may come before we have written down that it was taken
    (S.SENT, "deliver", S.DELIVERED),
    (S.SENT, "fail", S.PERMANENT),
    (S.SENT, "fail for now", S.TEMPORARY),
    (S.SENDING, "fail for now", S.TEMPORARY),
    (S.SENT, "return", S.RETURNED),
    (S.TEMPORARY, "send again", S.CREATED),
    (S.TEMPORARY, "deliver", S.DELIVERED),  # the network was faster than its receipt
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
    """The states of a message the verb may start from."""
    return [start.value for start, name, _ in STATES if name == verb]


def after(verb: str) -> MessageState:
    """Where the verb leads a message."""
    return next(to for _, name, to in STATES if name == verb)


def batch_sources(verb: str) -> list[str]:
    """The states of a batch the verb may start from."""
    return [start.value for start, name, _ in BATCH_STATES if name == verb]


def batch_after(verb: str) -> BatchState:
    """Where the verb leads a batch."""
    return next(to for _, name, to in BATCH_STATES if name == verb)
