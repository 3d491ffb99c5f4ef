"""Payment rules; facts of GOV.UK Pay are from docs.payments.service.gov.uk."""

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from borough.kernel.refusals import Refused
from borough.payments.types import FailureReason, PayStatus, RefundStatus

LARGEST = 10_000_000  # pence: Pay's maximum
LONGEST_DESCRIPTION = 255
LONGEST_PATH = 300
PAY_TIME_LIMIT = timedelta(minutes=90)  # after which Pay ends a payment by itself, P0020
LINK_LASTS = timedelta(days=28)
LANGUAGES = ("en", "cy")  # the two languages of Pay

S, R = PayStatus, RefundStatus
STATES: tuple[tuple[PayStatus, str, PayStatus], ...] = (
    (S.REQUESTED, "begin", S.BEGUN),
    (S.BEGUN, "fail", S.REQUESTED),
    (S.BEGUN, "settle", S.SETTLED),
    (S.BEGUN, "cancel", S.CANCELLING),
    (S.REQUESTED, "cancel", S.CANCELLED),
    (S.CANCELLING, "fail", S.CANCELLED),
    (S.CANCELLING, "settle", S.SETTLED),  # the payer was faster: it is paid, and can be refunded
    (S.REQUESTED, "lapse", S.LAPSED),
)
"""Payment state table: from, verb, to."""

REFUND_STATES: tuple[tuple[RefundStatus, str, RefundStatus], ...] = (
    (R.REQUESTED, "submit", R.SUBMITTED),
    (R.REQUESTED, "make", R.COMPLETED),
    (R.REQUESTED, "fail", R.FAILED),
    (R.SUBMITTED, "make", R.COMPLETED),
    (R.SUBMITTED, "fail", R.FAILED),
)
"""Refund state table: from, verb, to."""

FAILURES = {
    "P0010": FailureReason.DECLINED,
    "P0020": FailureReason.EXPIRED,
    "P0030": FailureReason.CANCELLED,
    "P0040": FailureReason.CANCELLED,
}
SUCCEEDED = "success"


def to_state(before: PayStatus, verb: str) -> PayStatus | None:
    """Return the state after the verb; None if there is no such transition."""
    return next((after for start, name, after in STATES if start is before and name == verb), None)


def check_can_ask(*, amount: int, purpose: str, description: str, return_to: str, language: str) -> None:
    """Raise Refused unless within Pay's limits and with a return path of our own."""
    if not 0 < amount <= LARGEST:
        raise Refused("An amount to pay must be from 1p to £100,000")
    if not re.fullmatch(r"[\x21-\x7e]{1,120}", purpose) or ":" not in purpose:
        raise Refused("A payment needs a purpose, like services:7QK2M9XA01BD4HZT")
    if not 0 < len(description.strip()) <= LONGEST_DESCRIPTION:
        raise Refused("Say what is paid for in 255 characters or less")
    if not is_own_path(return_to):
        raise Refused("The page to return to must be a path of our own, like /services/garden-waste/")
    if language not in LANGUAGES:
        raise Refused("Pay speaks English (en) and Welsh (cy)")


def is_own_path(path: str) -> bool:
    """Return whether a path stays on our own site, however a browser parses it."""
    return len(path) <= LONGEST_PATH and bool(re.fullmatch(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*", path))


def check_can_pay(status: PayStatus, *, expires_at: datetime, at: datetime) -> None:
    """Raise Refused with what the payer can do instead."""
    if status is S.SETTLED:
        raise Refused("This is paid already. You do not need to do anything")
    if status in (S.CANCELLED, S.CANCELLING):
        raise Refused("This payment was cancelled, and nothing is owed by it")
    if status is S.LAPSED or (status is S.REQUESTED and at >= expires_at):
        raise Refused("This link to pay has run out. Ask us for a new one")


def check_can_cancel(status: PayStatus) -> None:
    """Raise Refused if it was paid: money is refunded, not cancelled."""
    if status is S.SETTLED:
        raise Refused("This is paid already, so it cannot be cancelled. Refund it instead")
    if status not in (S.REQUESTED, S.BEGUN):
        raise Refused("This payment is over already")


def check_can_refund(status: PayStatus, *, amount: int, available: int, reason: str) -> None:
    """Raise Refused for more than was paid and not yet refunded."""
    if status is not S.SETTLED:
        raise Refused("Only what was paid can be refunded")
    if available <= 0:
        raise Refused("All of this payment was refunded already")
    if not 0 < amount <= available:
        raise Refused(f"Enter an amount from £0.01 to £{available // 100:,}.{available % 100:02d}")
    if not reason.strip():
        raise Refused("Enter why it is refunded")


def why_failed(status: str, code: str) -> FailureReason:
    """Return the reason shown to the payer for Pay's final status."""
    return FailureReason.CANCELLED if status == "cancelled" else FAILURES.get(code, FailureReason.ERROR)


def idempotency_key(reference: str, attempt: int) -> str:
    """Return Pay's idempotency key of an attempt: the same however often it is sent."""
    return f"{reference}-{attempt}"


def income_account(purpose: str) -> str:
    """Return the income account of a purpose: income:services."""
    return f"income:{purpose.partition(':')[0]}"


def is_signature_valid(body: bytes, signature: str, secret: str) -> bool:
    """Return whether Pay signed the body: lower-case hex HMAC-SHA256 of its bytes. False without a secret."""
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return bool(secret) and hmac.compare_digest(expected.encode(), signature.strip().encode())
