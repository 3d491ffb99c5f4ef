"""Public interface of payments: request, read the status, refund."""

from borough.payments.actions.card_payments import begin, check
from borough.payments.actions.exports import day_file, direct_debit_file
from borough.payments.actions.links import link_of, resolve_token
from borough.payments.actions.provider import ProviderError
from borough.payments.actions.refunds import refund
from borough.payments.actions.requests import cancel, request_payment
from borough.payments.actions.webhook import WebhookResult, process_webhook
from borough.payments.queries import (
    PaymentFilters,
    attempts_of,
    balances,
    lines_of,
    payments_of_person,
    recent,
    refunds_of,
    state_of,
    unknown_messages,
)
from borough.payments.types import FailureReason, PaymentState, PayStatus, RefundStatus, Reminder

__all__ = [
    "FailureReason",
    "PayStatus",
    "PaymentFilters",
    "PaymentState",
    "ProviderError",
    "RefundStatus",
    "Reminder",
    "WebhookResult",
    "attempts_of",
    "balances",
    "begin",
    "cancel",
    "check",
    "day_file",
    "direct_debit_file",
    "lines_of",
    "link_of",
    "payments_of_person",
    "process_webhook",
    "recent",
    "refund",
    "refunds_of",
    "request_payment",
    "resolve_token",
    "state_of",
    "unknown_messages",
]
