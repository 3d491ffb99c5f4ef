"""Payments, attempts, refunds, the ledger, and Pay's messages."""

from enum import StrEnum
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from borough.foundation.privacy import Kind
from borough.foundation.triggers import append_only
from borough.payments.rules import LARGEST, REFUND_STATES, STATES
from borough.payments.types import PayStatus, RefundStatus


def _in_choices(table: str, choices: type[StrEnum]) -> CheckConstraint:
    return CheckConstraint(condition=Q(status__in=[w.value for w in choices]), name=f"{table}_status_known")


def _moves(edges: tuple[tuple[StrEnum, str, StrEnum], ...]) -> pgtrigger.FSM:
    return pgtrigger.FSM(name="moves", field="status", transitions=[(a.value, b.value) for a, _, b in edges])


class Payment(models.Model):
    """A payment request. Its link is derived from the reference and the secret key, so no secret is stored."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True, db_collation="C")
    key = models.CharField(max_length=120, unique=True, db_collation="C")
    purpose = models.CharField(max_length=120, db_collation="C")
    amount = models.IntegerField()
    description = models.CharField(max_length=255)
    return_to = models.CharField(max_length=300)
    email = models.CharField(max_length=254, blank=True)  # for Pay's receipt; deleted once the payment is over
    language = models.CharField(max_length=2)
    moto = models.BooleanField()
    mandate = models.CharField(max_length=16, blank=True)  # of the submitting helper: their link ends with it
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=10, db_default=PayStatus.REQUESTED.value)
    version = models.IntegerField(db_default=1)
    attempts = models.IntegerField(db_default=0)
    why = models.CharField(max_length=10, blank=True, db_default="")
    refund_reserved = models.IntegerField(db_default=0)  # pence refunded or being refunded
    refunded = models.IntegerField(db_default=0)
    requested_by = models.CharField(max_length=60)
    requested_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    disposed_at = models.DateTimeField(null=True)  # when payer and subject were deleted

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "reference": Kind.NONE,
        "key": Kind.NONE,
        "purpose": Kind.NONE,
        "amount": Kind.NONE,
        "description": Kind.FREE_TEXT,
        "return_to": Kind.NONE,
        "email": Kind.CONTACT,
        "language": Kind.NONE,
        "moto": Kind.NONE,
        "mandate": Kind.PSEUDONYM,
        "person": Kind.PSEUDONYM,
        "status": Kind.NONE,
        "version": Kind.NONE,
        "attempts": Kind.NONE,
        "why": Kind.NONE,
        "refund_reserved": Kind.NONE,
        "refunded": Kind.NONE,
        "requested_by": Kind.PSEUDONYM,
        "requested_at": Kind.NONE,
        "expires_at": Kind.NONE,
        "finished_at": Kind.NONE,
        "disposed_at": Kind.NONE,
    }

    class Meta:
        indexes = [
            Index(fields=["purpose"], name="payment_by_purpose"),
            Index(fields=["status", "id"], name="payment_by_status"),
            Index(fields=["person"], name="payment_by_person", condition=Q(person__isnull=False)),
        ]
        constraints = [
            _in_choices("payment", PayStatus),
            CheckConstraint(condition=Q(amount__range=(1, LARGEST)), name="payment_amount_sound"),
            CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("refund_reserved"), refund_reserved__lte=F("amount")),
                name="payment_not_overpaid",
            ),
            CheckConstraint(
                condition=Q(disposed_at=None) | Q(person=None, description="", email="", finished_at__isnull=False),
                name="payment_disposed_of_says_nothing",
            ),
            CheckConstraint(
                condition=Q(refund_reserved=0) | Q(status=PayStatus.SETTLED.value), name="payment_refunded_once_settled"
            ),
            CheckConstraint(
                condition=Q(status__in=["requested", "begun", "cancelling"], finished_at__isnull=True)
                | Q(status__in=["settled", "cancelled", "lapsed"], finished_at__isnull=False),
                name="payment_finished_when_over",
            ),
        ]
        triggers = [_moves(STATES)]


class Attempt(models.Model):
    """An attempt to pay: one payment at Pay. Open until it has an end time."""

    id = models.BigAutoField(primary_key=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    provider_id = models.CharField(max_length=64, null=True, unique=True, db_collation="C")
    status = models.CharField(max_length=20)  # Pay's status; “sending” until Pay has responded
    code = models.CharField(max_length=10, blank=True, db_default="")
    begun_at = models.DateTimeField()
    checked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    privacy: ClassVar = dict.fromkeys(
        ["id", "payment", "number", "provider_id", "status", "code", "begun_at", "checked_at", "finished_at"],
        Kind.NONE,
    )

    class Meta:
        indexes = [Index(fields=["checked_at"], name="attempt_to_check", condition=Q(finished_at__isnull=True))]
        constraints = [
            UniqueConstraint(fields=["payment", "number"], name="attempt_numbered_once"),
            UniqueConstraint(fields=["payment"], condition=Q(finished_at__isnull=True), name="attempt_one_open"),
            UniqueConstraint(fields=["payment"], condition=Q(status="success"), name="attempt_one_paid"),
        ]


class Refund(models.Model):
    """A refund to the original card. `expected_available`: what Pay should have available before it."""

    id = models.BigAutoField(primary_key=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120, unique=True, db_collation="C")
    amount = models.IntegerField()
    reason = models.CharField(max_length=300)
    status = models.CharField(max_length=10, db_default=RefundStatus.REQUESTED.value)
    expected_available = models.IntegerField(null=True)
    provider_id = models.CharField(max_length=64, null=True, unique=True, db_collation="C")
    why_not = models.CharField(max_length=200, blank=True, db_default="")
    requested_by = models.CharField(max_length=60)
    requested_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    privacy_subject: ClassVar = {"person": "payment__person_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "payment": Kind.NONE,
        "key": Kind.NONE,
        "amount": Kind.NONE,
        "reason": Kind.FREE_TEXT,
        "status": Kind.NONE,
        "expected_available": Kind.NONE,
        "provider_id": Kind.NONE,
        "why_not": Kind.NONE,
        "requested_by": Kind.PSEUDONYM,
        "requested_at": Kind.NONE,
        "finished_at": Kind.NONE,
    }

    class Meta:
        constraints = [
            _in_choices("refund", RefundStatus),
            CheckConstraint(condition=Q(amount__gt=0), name="refund_amount_sound"),
            CheckConstraint(
                condition=Q(status__in=["requested", "submitted"], finished_at__isnull=True)
                | Q(status__in=["completed", "failed"], finished_at__isnull=False),
                name="refund_finished_when_over",
            ),
            UniqueConstraint(
                fields=["payment"],
                condition=Q(status="requested", expected_available__isnull=False),
                name="refund_one_on_its_way",
            ),
        ]
        triggers = [_moves(REFUND_STATES)]


BALANCED = """
IF (SELECT sum(amount) FROM payments_ledgerline WHERE entry = NEW.entry) <> 0 THEN
    RAISE EXCEPTION 'the lines of ledger entry % do not sum to nought', NEW.entry;
END IF;
RETURN NEW;
"""


class LedgerLine(models.Model):
    """Double-entry line: the lines of an entry add up to zero, checked by the database at commit."""

    id = models.BigAutoField(primary_key=True)
    entry = models.CharField(max_length=60, db_collation="C")
    account = models.CharField(max_length=80, db_collation="C")
    amount = models.BigIntegerField()
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField(db_index=True)
    privacy: ClassVar = dict.fromkeys(["id", "entry", "account", "amount", "payment", "happened_at"], Kind.NONE)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["entry", "account"], name="ledger_entry_once"),
            CheckConstraint(condition=~Q(amount=0), name="ledger_line_says_something"),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="balanced",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=BALANCED,
            ),
        ]


class Message(models.Model):
    """A message from Pay by ID, for deduplication. Its body is not stored."""

    id = models.BigAutoField(primary_key=True)
    message_id = models.CharField(max_length=100, unique=True, db_collation="C")
    event_type = models.CharField(max_length=60)
    known = models.BooleanField()  # whether it concerned one of our payments
    received_at = models.DateTimeField()
    privacy: ClassVar = dict.fromkeys(["id", "message_id", "event_type", "known", "received_at"], Kind.NONE)
