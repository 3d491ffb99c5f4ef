"""Words of waste."""

from borough.waste.types.calendar import (
    Change,
    ChangeKind,
    Collection,
    ContainerKind,
    Plan,
    Stream,
    Why,
)
from borough.waste.types.containers import Task, TaskEnded, TaskKind, TaskState
from borough.waste.types.rounds import CollectionDaysChanged, Loaded, RoundShown, RoundsLoaded
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
    "Change", "ChangeKind", "Collection", "CollectionDaysChanged", "ContainerKind", "Fee", "LateFrom", "Loaded",
    "Plan", "Quote", "RoundShown", "RoundsLoaded", "State", "Stream", "Subscription", "SubscriptionBegun",
    "SubscriptionCancelled", "SubscriptionChanged", "SubscriptionLapsed", "SubscriptionMoved", "SubscriptionRenewed",
    "Task", "TaskEnded", "TaskKind", "TaskState", "Term", "Terms", "Verb", "Why",
]  # fmt: skip
