"""Receivers of change-only supplies, and every supply made for them."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from borough.foundation.privacy import Kind
from borough.gazetteer.types.change_feed import FeedState

_OPEN = Q(state__in=[FeedState.REQUESTED.value, FeedState.CREATED.value])
_FILE = Q(upto__isnull=False, created_at__isnull=False, records__isnull=False, size__isnull=False)
_NO_FILE = Q(upto__isnull=True, created_at__isnull=True, records__isnull=True, size__isnull=True, file="", sha256="")
_UNSETTLED = Q(settled_by="", settled_at__isnull=True)
_SETTLED = Q(settled_at__isnull=False) & ~Q(settled_by="")


class Receiver(models.Model):
    """A receiver of supplies in a layout. `since`: the last change delivered, 0 before the first."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    layout = models.CharField(max_length=60)
    since = models.BigIntegerField(default=0)

    privacy: ClassVar = dict.fromkeys(["id", "name", "layout", "since"], Kind.NONE)

    class Meta:
        constraints = [CheckConstraint(condition=Q(since__gte=0) & ~Q(name=""), name="receiver_sound")]
        triggers = [
            pgtrigger.Trigger(
                name="since_grows",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__since__lt=pgtrigger.F("old__since")),
                func="RAISE EXCEPTION 'what was given to a receiver is not taken back';",
            ),
        ]


class FeedSupply(models.Model):
    """A supply: requested, created as a file, then delivered or dropped. A receiver has at most one open."""

    id = models.BigAutoField(primary_key=True)
    receiver = models.ForeignKey(Receiver, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=FeedState.REQUESTED.value)
    since = models.BigIntegerField()
    upto = models.BigIntegerField(null=True)
    requested_by = models.CharField(max_length=60)
    requested_at = models.DateTimeField()
    created_at = models.DateTimeField(null=True)
    records = models.BigIntegerField(null=True)
    size = models.BigIntegerField(null=True)  # bytes
    file = models.CharField(max_length=60, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    settled_by = models.CharField(max_length=60, blank=True)
    settled_at = models.DateTimeField(null=True)

    privacy: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "receiver",
                "state",
                "since",
                "upto",
                "requested_at",
                "created_at",
                "records",
                "size",
                "file",
                "sha256",
                "settled_at",
            ],
            Kind.NONE,
        ),
        "requested_by": Kind.PSEUDONYM,
        "settled_by": Kind.PSEUDONYM,
    }

    class Meta:
        constraints = [
            UniqueConstraint(fields=["receiver"], condition=_OPEN, name="due_one_open"),
            UniqueConstraint(
                fields=["receiver", "since"], condition=Q(state=FeedState.DELIVERED.value), name="due_given_once"
            ),
            CheckConstraint(
                condition=Q(state=FeedState.REQUESTED.value) & _NO_FILE & _UNSETTLED
                | Q(state=FeedState.CREATED.value, upto__gte=F("since")) & _FILE & ~Q(sha256="") & _UNSETTLED
                | Q(state=FeedState.DELIVERED.value, upto__gte=F("since")) & _FILE & ~Q(sha256="") & _SETTLED
                | Q(state=FeedState.DROPPED.value) & _SETTLED,
                name="due_state_sound",
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_removal", operation=pgtrigger.Delete)]
