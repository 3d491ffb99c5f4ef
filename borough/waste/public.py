"""The face of waste: what other floors may ask and tell it."""

from borough.kernel.refusals import Refused, Stale
from borough.waste.actions import rounds
from borough.waste.actions.changing import cancel, change_bins, move
from borough.waste.actions.settling import settle_subscriptions
from borough.waste.actions.subscribing import renew, subscribe
from borough.waste.actions.tasks import ask_task, end_task
from borough.waste.catalogue import containers, streams, terms
from borough.waste.queries.bin_days import BinDays, Calendar, bin_days, calendar_of
from borough.waste.queries.calendar import collections_of, served
from borough.waste.queries.subscriptions import (
    cancel_quote,
    change_quote,
    due_for_renewal,
    quote,
    renewal_quote,
    subscription,
    subscription_page,
    subscriptions_at,
    subscriptions_of,
)
from borough.waste.queries.tasks import containers_at, task_page, tasks_at
from borough.waste.types import (
    Collection,
    Quote,
    State,
    Stream,
    Subscription,
    SubscriptionBegun,
    SubscriptionCancelled,
    SubscriptionChanged,
    SubscriptionLapsed,
    SubscriptionMoved,
    SubscriptionRenewed,
    Task,
    TaskKind,
    TaskState,
    Term,
    Why,
)

__all__ = [
    "BinDays", "Calendar", "Collection", "Quote", "Refused", "Stale", "State", "Stream", "Subscription",
    "SubscriptionBegun", "SubscriptionCancelled", "SubscriptionChanged", "SubscriptionLapsed", "SubscriptionMoved",
    "SubscriptionRenewed", "Task", "TaskKind", "TaskState", "Term", "Why", "ask_task", "bin_days", "calendar_of",
    "cancel", "cancel_quote", "change_bins", "change_quote", "collections_of", "containers", "containers_at",
    "due_for_renewal", "end_task", "move", "quote", "renew", "renewal_quote", "rounds", "served",
    "settle_subscriptions", "streams", "subscribe", "subscription", "subscription_page", "subscriptions_at",
    "subscriptions_of", "task_page", "tasks_at", "terms",
]  # fmt: skip
