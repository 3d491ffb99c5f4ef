"""The face of payments: ask for money, know how it stands, give it back."""

from borough.payments.actions.asking import ask, cancel
from borough.payments.actions.exporting import day_file, direct_debit_file
from borough.payments.actions.hearing import Heard, hear
from borough.payments.actions.links import held_by, link_of
from borough.payments.actions.paying import begin, check
from borough.payments.actions.provider import ProviderFault
from borough.payments.actions.refunding import refund
from borough.payments.queries import (
    PaymentFilters,
    attempts_of,
    balances,
    lines_of,
    payments_of,
    payments_of_person,
    recent,
    refunds_of,
    state_of,
    unknown_messages,
)
from borough.payments.types import Asked, PaymentState, PayStatus, RefundStatus, Reminder, Why

__all__ = [
    "Asked",
    "Heard",
    "PayStatus",
    "PaymentFilters",
    "PaymentState",
    "ProviderFault",
    "RefundStatus",
    "Reminder",
    "Why",
    "ask",
    "attempts_of",
    "balances",
    "begin",
    "cancel",
    "check",
    "day_file",
    "direct_debit_file",
    "hear",
    "held_by",
    "lines_of",
    "link_of",
    "payments_of",
    "payments_of_person",
    "recent",
    "refund",
    "refunds_of",
    "state_of",
    "unknown_messages",
]
