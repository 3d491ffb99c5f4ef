"""Bulky collection days and reservations."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from borough.foundation.privacy import Kind
from borough.waste.types.bulky import ReservationState


class BulkyDay(models.Model):
    """A day with a capacity in an area. Locked while places are booked, so that they never exceed the capacity."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    area = models.CharField(max_length=12, blank=True)  # a ward code; empty: everywhere
    capacity = models.IntegerField()
    places_booked = models.IntegerField(default=0)

    privacy: ClassVar = dict.fromkeys(["id", "day", "area", "capacity", "places_booked"], Kind.NONE)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["day", "area"], name="bulky_day_once"),
            CheckConstraint(
                condition=Q(places_booked__gte=0, places_booked__lte=F("capacity")), name="bulky_never_oversold"
            ),
        ]


class Reservation(models.Model):
    """Places on a day reserved for a property's items, until payment and then permanently."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    key = models.CharField(max_length=120, unique=True)
    day = models.ForeignKey(BulkyDay, on_delete=models.PROTECT, related_name="+")
    uprn = models.BigIntegerField(null=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    items = models.JSONField()  # item to quantity
    places = models.SmallIntegerField()
    pence = models.IntegerField()
    state = models.CharField(max_length=10, default=ReservationState.RESERVED.value)
    reserved_until = models.DateTimeField()
    payment = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    disposed_at = models.DateTimeField(null=True)

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        **dict.fromkeys(
            ["id", "day", "items", "places", "pence", "state", "reserved_until", "created_at", "disposed_at"], Kind.NONE
        ),
        "reference": Kind.PSEUDONYM,
        "key": Kind.PSEUDONYM,
        "uprn": Kind.ADDRESS,
        "person": Kind.PSEUDONYM,
        "payment": Kind.PSEUDONYM,
        "created_by": Kind.PSEUDONYM,
    }

    class Meta:
        indexes = [models.Index(fields=["uprn"], name="reservation_by_uprn")]
        constraints = [
            CheckConstraint(
                condition=Q(state__in=[state.value for state in ReservationState]), name="reservation_state_known"
            ),
            CheckConstraint(
                condition=Q(disposed_at=None) | Q(person=None, uprn=None), name="reservation_disposed_of_says_nothing"
            ),
            CheckConstraint(condition=Q(places__gte=1, pence__gte=0), name="reservation_sound"),
        ]
        triggers = [pgtrigger.Protect(name="no_removal", operation=pgtrigger.Delete)]
