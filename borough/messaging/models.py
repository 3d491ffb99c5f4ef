"""Messages, and batches of them from files."""

from enum import StrEnum
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Coalesce

from borough.foundation.privacy import Kind
from borough.messaging.rules.states import BATCH_STATES, STATES
from borough.messaging.types import BatchState, Channel, MessageState


def _in_choices(table: str, field: str, choices: type[StrEnum]) -> CheckConstraint:
    return CheckConstraint(condition=Q(**{f"{field}__in": [w.value for w in choices]}), name=f"{table}_{field}_known")


class Batch(models.Model):
    """A file of people who get the same message. Nothing is sent before it is confirmed."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True, db_collation="C")
    template = models.CharField(max_length=80)
    channel = models.CharField(max_length=6)
    state = models.CharField(max_length=10, db_default=BatchState.CHECKED.value)
    version = models.IntegerField(db_default=1)
    file_name = models.CharField(max_length=120)
    rows = models.IntegerField()
    done = models.IntegerField(db_default=0)
    refused = models.IntegerField(db_default=0)
    created_by = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    privacy: ClassVar = dict.fromkeys(
        [
            "id",
            "reference",
            "template",
            "channel",
            "state",
            "version",
            "file_name",
            "rows",
            "done",
            "refused",
            "created_at",
        ],
        Kind.NONE,
    ) | {"created_by": Kind.PSEUDONYM}

    class Meta:
        constraints = [
            _in_choices("batch", "state", BatchState),
            _in_choices("batch", "channel", Channel),
            CheckConstraint(condition=Q(done__gte=0, refused__gte=0), name="batch_counts_sound"),
        ]
        triggers = [
            pgtrigger.FSM(name="moves", field="state", transitions=[(a.value, b.value) for a, _, b in BATCH_STATES])
        ]


class BatchRow(models.Model):
    """A recipient row of a batch; its data is deleted once the message is created, or within a week."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="+")
    number = models.IntegerField()
    cells = models.JSONField()
    done = models.BooleanField(db_default=False)
    refused = models.CharField(max_length=200, blank=True, db_default="")
    privacy: ClassVar = {
        "id": Kind.NONE,
        "batch": Kind.NONE,
        "number": Kind.NONE,
        "cells": Kind.FREE_TEXT,
        "done": Kind.NONE,
        "refused": Kind.NONE,
    }

    class Meta:
        indexes = [Index(fields=["batch", "number"], name="batch_row_to_do", condition=Q(done=False))]
        constraints = [UniqueConstraint(fields=["batch", "number"], name="batch_row_once")]


class Message(models.Model):
    """A message to one recipient, with its rendered content, kept as long as the message."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True, db_collation="C")
    key = models.CharField(max_length=150, unique=True, db_collation="C")
    template = models.CharField(max_length=80)
    channel = models.CharField(max_length=6)
    state = models.CharField(max_length=20)
    turn = models.IntegerField(db_default=1)  # how often it was queued; above one after a temporary failure
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=200, blank=True)
    to = models.CharField(max_length=320, blank=True)  # an email address or a mobile number
    address = models.CharField(max_length=600, blank=True)  # a letter's address, one line each
    subject = models.CharField(max_length=300, blank=True)
    source = models.TextField()
    fragments = models.IntegerField(db_default=0)
    language = models.CharField(max_length=5, db_default="en")
    case = models.CharField(max_length=120, blank=True, db_collation="C")
    provider_id = models.CharField(max_length=100, blank=True, db_default="", db_collation="C")
    why_not = models.CharField(max_length=200, blank=True, db_default="")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    created_by = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    disposed_at = models.DateTimeField(null=True)  # when its content was deleted; the record stays

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "reference": Kind.NONE,
        "key": Kind.NONE,
        "template": Kind.NONE,
        "channel": Kind.NONE,
        "state": Kind.NONE,
        "turn": Kind.NONE,
        "person": Kind.PSEUDONYM,
        "name": Kind.IDENTITY,
        "to": Kind.CONTACT,
        "address": Kind.ADDRESS,
        "subject": Kind.FREE_TEXT,
        "source": Kind.FREE_TEXT,
        "fragments": Kind.NONE,
        "language": Kind.NONE,
        "case": Kind.NONE,
        "provider_id": Kind.NONE,
        "why_not": Kind.NONE,
        "batch": Kind.NONE,
        "created_by": Kind.PSEUDONYM,
        "created_at": Kind.NONE,
        "sent_at": Kind.NONE,
        "finished_at": Kind.NONE,
        "disposed_at": Kind.NONE,
    }

    class Meta:
        indexes = [
            Index(Coalesce("finished_at", "sent_at", "created_at"), name="message_kept", condition=Q(disposed_at=None)),
            Index(fields=["state", "id"], name="message_by_state"),
            Index(fields=["person", "id"], name="message_by_person", condition=Q(person__isnull=False)),
            Index(fields=["case"], name="message_by_case", condition=~Q(case="")),
            Index(fields=["provider_id"], name="message_by_provider", condition=~Q(provider_id="")),
        ]
        constraints = [
            _in_choices("message", "channel", Channel),
            _in_choices("message", "state", MessageState),
            CheckConstraint(
                condition=Q(disposed_at=None) | Q(person=None, name="", to="", address="", subject="", source=""),
                name="message_disposed_of_says_nothing",
            ),
            CheckConstraint(condition=Q(channel="letter") | ~Q(state="to-print"), name="message_printed_is_letter"),
        ]
        triggers = [pgtrigger.FSM(name="moves", field="state", transitions=[(a.value, b.value) for a, _, b in STATES])]
