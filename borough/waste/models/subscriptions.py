"""Garden waste subscriptions, their paid terms, and their history of steps."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint
from django.db.models.functions import Coalesce

from borough.foundation.privacy import Kind
from borough.foundation.triggers import append_only
from borough.waste.rules.subscriptions import MAX_PLAUSIBLE_PENCE, MOST_BINS
from borough.waste.types.subscriptions import State, Verb

_SERVED = Func(F("starts_on"), Coalesce("stopped_on", "ends_on"), function="DATERANGE", output_field=DateRangeField())


class Subscription(models.Model):
    """A person's garden waste subscription at a property. After erasure the row stays without an address."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    uprn = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10)
    bins = models.SmallIntegerField()
    version = models.IntegerField(default=1)
    follows = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    disposed_at = models.DateTimeField(null=True)

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "reference": Kind.PSEUDONYM,
        "person": Kind.PSEUDONYM,
        "uprn": Kind.ADDRESS,
        "state": Kind.NONE,
        "bins": Kind.NONE,
        "version": Kind.NONE,
        "follows": Kind.PSEUDONYM,
        "created_at": Kind.NONE,
        "disposed_at": Kind.NONE,
    }

    class Meta:
        indexes = [
            models.Index(fields=["uprn"], name="subscription_by_uprn"),
            models.Index(fields=["state", "id"], name="subscription_by_state"),
        ]
        constraints = [
            CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="subscription_state_known"),
            CheckConstraint(condition=Q(bins__range=(1, MOST_BINS)), name="subscription_bins_sound"),
            CheckConstraint(
                condition=Q(uprn__isnull=False) | ~Q(state__in=[State.PENDING.value, State.ACTIVE.value]),
                name="subscription_runs_somewhere",
            ),
            CheckConstraint(
                condition=Q(disposed_at=None, person__isnull=False)
                | Q(disposed_at__isnull=False, person=None, uprn=None)
                & ~Q(state__in=[State.PENDING.value, State.ACTIVE.value]),
                name="subscription_disposed_of_says_nothing",
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_removal", operation=pgtrigger.Delete)]


class Term(models.Model):
    """A paid period of a subscription; terms of one subscription do not overlap."""

    id = models.BigAutoField(primary_key=True)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    stopped_on = models.DateField(null=True)
    bins = models.SmallIntegerField()
    concession = models.BooleanField()
    paid = models.IntegerField()
    refunded = models.IntegerField(default=0)
    carried = models.IntegerField(default=0)
    payment = models.CharField(max_length=60, blank=True)

    privacy_subject: ClassVar = {"person": "subscription__person_id"}
    privacy: ClassVar = {
        **dict.fromkeys(
            ["id", "starts_on", "ends_on", "stopped_on", "bins", "concession", "paid", "refunded", "carried"], Kind.NONE
        ),
        "subscription": Kind.PSEUDONYM,
        "payment": Kind.PSEUDONYM,
    }

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="term_none_overlap",
                expressions=[("subscription", RangeOperators.EQUAL), (_SERVED, RangeOperators.OVERLAPS)],
            ),
            CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="term_lasts"),
            CheckConstraint(
                condition=Q(stopped_on__isnull=True) | Q(stopped_on__gte=F("starts_on"), stopped_on__lte=F("ends_on")),
                name="term_stops_within",
            ),
            CheckConstraint(condition=Q(bins__range=(1, MOST_BINS)), name="term_bins_sound"),
            CheckConstraint(
                condition=Q(paid__range=(0, 5 * MAX_PLAUSIBLE_PENCE), refunded__gte=0, carried__gte=0)
                & Q(paid__gte=F("refunded") + F("carried")),
                name="term_gives_back_no_more_than_paid",
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_removal", operation=pgtrigger.Delete)]


class Step(models.Model):
    """A step in a subscription's history with its amounts. The caller's key makes it idempotent."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=120, unique=True)
    digest = models.CharField(max_length=64)  # sha256 of the parameters under the key
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # sequence number in the subscription, from 1
    verb = models.CharField(max_length=12)
    on = models.DateField()
    paid = models.IntegerField(default=0)  # pence received
    refund = models.IntegerField(default=0)  # pence due back
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    audit_position = models.BigIntegerField()

    privacy_subject: ClassVar = {"person": "subscription__person_id"}
    privacy: ClassVar = {
        **dict.fromkeys(
            ["id", "digest", "number", "verb", "on", "paid", "refund", "created_at", "audit_position"], Kind.NONE
        ),
        "key": Kind.PSEUDONYM,
        "subscription": Kind.PSEUDONYM,
        "created_by": Kind.PSEUDONYM,
    }

    class Meta:
        constraints = [
            UniqueConstraint(fields=["subscription", "number"], name="step_numbered_once"),
            CheckConstraint(condition=Q(verb__in=[verb.value for verb in Verb]), name="step_verb_known"),
            CheckConstraint(condition=Q(paid__gte=0, refund__gte=0), name="step_money_sound"),
        ]
        triggers = append_only()
