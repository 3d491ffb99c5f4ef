"""Public interface of waste for other apps."""

from borough.kernel.refusals import Refused
from borough.waste.actions import bulky_days as bulky
from borough.waste.actions import crews, rounds
from borough.waste.actions.bulky import confirm, release, reserve
from borough.waste.actions.missed import report_missed
from borough.waste.actions.subscription_changes import cancel, change_bins, move
from borough.waste.actions.subscriptions import renew, subscribe
from borough.waste.catalogue import containers, reasons, streams, terms
from borough.waste.queries.bin_days import BinDays, Calendar, bin_days, calendar_of
from borough.waste.queries.calendar import collections_of, is_served
from borough.waste.queries.missed import check_missed_report, missed_by_keys, missed_question
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
from borough.waste.queries.tasks import containers_at
from borough.waste.types import (
    ChangeReason,
    Collection,
    MissedQuestion,
    Quote,
    State,
    Stream,
    Subscription,
)

__all__ = [
    "BinDays",
    "Calendar",
    "ChangeReason",
    "Collection",
    "MissedQuestion",
    "Quote",
    "Refused",
    "State",
    "Stream",
    "Subscription",
    "bin_days",
    "bulky",
    "calendar_of",
    "cancel",
    "cancel_quote",
    "change_bins",
    "change_quote",
    "check_missed_report",
    "collections_of",
    "confirm",
    "containers",
    "containers_at",
    "crews",
    "due_for_renewal",
    "is_served",
    "missed_by_keys",
    "missed_question",
    "move",
    "quote",
    "reasons",
    "release",
    "renew",
    "renewal_quote",
    "report_missed",
    "reserve",
    "rounds",
    "streams",
    "subscribe",
    "subscription",
    "subscription_page",
    "subscriptions_at",
    "subscriptions_of",
    "terms",
]
