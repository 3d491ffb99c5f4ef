"""Retention: clear payer details when the statutory period ends; unpaid requests earlier."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from borough.foundation import retention
from borough.kernel.retention import Retention
from borough.payments.models import Payment, Refund
from borough.payments.types import PayStatus

LAW = "The Value Added Tax Act 1994, schedule 11, paragraph 6, has us keep accounting records for six years"
UNPAID = (PayStatus.CANCELLED, PayStatus.LAPSED)


def _paid() -> QuerySet[Any]:
    return Payment.objects.filter(status=PayStatus.SETTLED.value, disposed_at=None)


def _unpaid() -> QuerySet[Any]:
    return Payment.objects.filter(status__in=[status.value for status in UNPAID], disposed_at=None)


def _end(ids: list[int], at: datetime) -> None:
    Refund.objects.filter(payment__in=ids).update(reason="")
    Payment.objects.filter(pk__in=ids).update(person=None, description="", email="", disposed_at=at)


CLASSES = (
    retention.RetentionClass(
        key="payments",
        what="Payments that were made, with their refunds",
        rows=_paid,
        since="finished_at",
        dispose=_end,
        retention=Retention("the end of its financial year", 6, "Accounting records", year_end=True),
        person="person_id",
        reference="reference",
        law=LAW,
        also=(("payments.Refund", Q(payment__status=PayStatus.SETTLED.value, payment__disposed_at=None)),),
    ),
    retention.RetentionClass(
        key="unpaid-payments",
        what="Payments that were asked for and not made",
        rows=_unpaid,
        since="finished_at",
        dispose=_end,
        retention=Retention("it was given up", 2, "Operational"),
        person="person_id",
        reference="reference",
    ),
)


def declare() -> None:
    """Register the retention classes of payments."""
    retention.register_classes(*CLASSES)
