"""Sent reminders, so that each is sent only once."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from borough.foundation.privacy import Kind


class Reminder(models.Model):
    """A reminder of a subscription's end date and its message; without a message, nothing could be sent."""

    id = models.BigAutoField(primary_key=True)
    subscription = models.CharField(max_length=16)
    ends_on = models.DateField()
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    message = models.CharField(max_length=16, blank=True)
    tried_at = models.DateTimeField()

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "subscription": Kind.PSEUDONYM,
        "ends_on": Kind.NONE,
        "person": Kind.PSEUDONYM,
        "message": Kind.PSEUDONYM,
        "tried_at": Kind.NONE,
    }

    class Meta:
        constraints = [
            UniqueConstraint(fields=["subscription", "ends_on"], name="one_reminder_a_season"),
            CheckConstraint(condition=~Q(subscription=""), name="reminder_of_something"),
        ]
