"""Types of waste."""

from borough.waste.types.bulky import (
    BulkyConfirmed,
    BulkyItem,
    BulkyQuote,
    BulkyReleased,
    BulkyReserved,
    Reservation,
    ReservationState,
)
from borough.waste.types.calendar import (
    Change,
    ChangeKind,
    ChangeReason,
    Collection,
    ContainerKind,
    Plan,
    Stream,
)
from borough.waste.types.containers import Task, TaskEnded, TaskKind, TaskState
from borough.waste.types.missed import (
    CrewLogged,
    MissedEnded,
    MissedQuestion,
    MissedReport,
    MissedReported,
    MissedState,
    Reason,
    Verdict,
)
from borough.waste.types.rounds import COLUMNS, CollectionDaysChanged, Loaded, RoundsLoaded, RoundSummary
from borough.waste.types.subscriptions import (
    Fee,
    LateFrom,
    Quote,
    State,
    Subscription,
    SubscriptionBegun,
    SubscriptionCancelled,
    SubscriptionChanged,
    SubscriptionLapsed,
    SubscriptionMoved,
    SubscriptionRenewed,
    Term,
    Terms,
    Verb,
)

__all__ = [
    "COLUMNS", "BulkyConfirmed", "BulkyItem", "BulkyQuote", "BulkyReleased", "BulkyReserved", "Change", "ChangeKind",
    "Collection", "CollectionDaysChanged", "ContainerKind", "CrewLogged", "Fee", "LateFrom", "Loaded", "MissedEnded",
    "MissedQuestion", "MissedReport", "MissedReported", "MissedState", "Plan", "Quote", "Reason", "Reservation",
    "ReservationState", "RoundSummary", "RoundsLoaded", "State", "Stream", "Subscription", "SubscriptionBegun",
    "SubscriptionCancelled", "SubscriptionChanged", "SubscriptionLapsed", "SubscriptionMoved", "SubscriptionRenewed",
    "Task", "TaskEnded", "TaskKind", "TaskState", "Term", "Terms", "Verb", "Verdict", "ChangeReason",
]  # fmt: skip
