"""Reconcile with Pay: abandoned payments, expired links, unfinished refunds."""

import logging
import time
from datetime import datetime

from django.db import transaction
from django.db.models import F

from borough.foundation import audit, events
from borough.payments.actions import provider
from borough.payments.actions.card_payments import cancel_at_pay, check
from borough.payments.actions.provider import ProviderError
from borough.payments.actions.refunds import check_refund, send_refund
from borough.payments.models import Attempt, Payment, Refund
from borough.payments.types import FailureReason, PaymentFailed, PayStatus, RefundStatus

MOST = 500
MAX_SECONDS = 120.0  # seconds a run may take
_log = logging.getLogger("borough.payments")


def reconcile(*, by: str, at: datetime, patience: float = MAX_SECONDS) -> dict[str, int]:
    """Check every open attempt and refund at Pay, least recently checked first; return the counts.

    One that Pay does not answer for is left for the next run, and the others are still checked.
    """
    done = {"payments": 0, "refunds": 0, "not answered": 0, "lapsed": lapse(by=by, at=at)}
    if not provider.is_set_up():
        return done
    until = time.monotonic() + patience
    for reference, status in _open_payments():
        if time.monotonic() > until:
            break
        verb = cancel_at_pay if status == PayStatus.CANCELLING.value else check
        done["payments"] += _tried(done, lambda verb=verb, target=reference: verb(by=by, at=at, reference=target))
        Attempt.objects.filter(payment__reference=reference, finished_at=None).update(checked_at=at)
    for number, status in _open_refunds():
        if time.monotonic() > until:
            break
        act = send_refund if status == RefundStatus.REQUESTED.value else check_refund
        done["refunds"] += _tried(done, lambda act=act, target=number: act(by=by, at=at, number=target))
    return done


def _open_payments() -> list[tuple[str, str]]:
    rows = Attempt.objects.filter(finished_at=None).order_by("checked_at", "id")
    return list(rows.values_list("payment__reference", "payment__status")[:MOST])


def _open_refunds() -> list[tuple[int, str]]:
    return list(Refund.objects.filter(finished_at=None).order_by("id").values_list("id", "status")[:MOST])


def _tried(done: dict[str, int], act: object) -> int:
    try:
        act()  # type: ignore[operator]  # a closure over one row
    except ProviderError as fault:
        done["not answered"] += 1
        _log.warning("Pay: %s", fault)
        return 0
    return 1


def lapse(*, by: str, at: datetime) -> int:
    """Lapse payments whose link expired unpaid; return how many."""
    late = Payment.objects.filter(status=PayStatus.REQUESTED.value, expires_at__lte=at).order_by("id")
    return sum(_lapse(by, at, number) for number in list(late.values_list("pk", flat=True)[:MOST]))


def _lapse(by: str, at: datetime, number: int) -> bool:
    with transaction.atomic():
        moved = Payment.objects.filter(pk=number, status=PayStatus.REQUESTED.value).update(
            status=PayStatus.LAPSED.value,
            version=F("version") + 1,
            finished_at=at,
            email="",
            why=FailureReason.LAPSED.value,
        )
        if not moved:
            return False
        row = Payment.objects.get(pk=number)
        position = audit.record(by=by, at=at, verb="payments.lapse", subject=f"payment:{row.reference}")
        event = PaymentFailed(row.reference, row.purpose, FailureReason.LAPSED.value, row.attempts, over=True)
        events.publish(event, at=at, position=position)
    return True
