"""Webhook endpoints, their signing secrets, and the log of deliveries."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from borough.foundation.privacy import Kind


class WebhookEndpoint(models.Model):
    """A webhook endpoint: URL, event kinds and delivery position.

    Events are sent in order; `position` and `event` identify the last one accepted or skipped.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=60)
    url = models.CharField(max_length=500)
    is_configured = models.BooleanField(default=False)  # the one in BOROUGH_WEBHOOK_URL, with its own secret
    kinds = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # empty: every kind
    state = models.CharField(max_length=10, default="running")
    why_paused = models.CharField(max_length=10, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    position = models.BigIntegerField()
    event = models.BigIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)  # failures since the last success
    failing_since = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    privacy: ClassVar = {
        "id": Kind.NONE,
        "name": Kind.NONE,
        "url": Kind.NONE,
        "is_configured": Kind.NONE,
        "kinds": Kind.NONE,
        "state": Kind.NONE,
        "why_paused": Kind.NONE,
        "version": Kind.NONE,
        "created_at": Kind.NONE,
        "position": Kind.NONE,
        "event": Kind.NONE,
        "tries": Kind.NONE,
        "failing_since": Kind.NONE,
        "next_try_at": Kind.NONE,
        "accepted_at": Kind.NONE,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["running", "paused", "ended"]), name="webhook_state"),
            models.CheckConstraint(
                condition=models.Q(state="paused") ^ models.Q(why_paused=""), name="webhook_paused_says_why"
            ),
            models.UniqueConstraint(fields=["name"], condition=~models.Q(state="ended"), name="webhook_name_once"),
            models.UniqueConstraint(
                fields=["is_configured"], condition=models.Q(is_configured=True), name="webhook_configured_once"
            ),
        ]


class SigningSecret(models.Model):
    """The salt of an endpoint's secret, used with this instance's key; two are valid during a rotation.

    A anonymised copy has none of these, so it sends nothing.
    """

    id = models.BigAutoField(primary_key=True)
    endpoint = models.ForeignKey("webhooks.WebhookEndpoint", on_delete=models.PROTECT, related_name="+")
    salt = models.BinaryField()
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    privacy: ClassVar = {
        "id": Kind.NONE,
        "endpoint": Kind.NONE,
        "salt": Kind.SECRET,
        "created_at": Kind.NONE,
        "ends_at": Kind.NONE,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint"], condition=models.Q(ends_at=None), name="webhook_current_secret_once"
            )
        ]


class Delivery(models.Model):
    """One delivery attempt: the response status, or 0 and the reason when not reached.

    No event: a test.
    """

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey("foundation.Event", on_delete=models.PROTECT, related_name="+", null=True)
    endpoint = models.ForeignKey("webhooks.WebhookEndpoint", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_column="created_at", db_index=True)
    status = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=60, blank=True)
    milliseconds = models.PositiveIntegerField()
    accepted = models.BooleanField()
    privacy: ClassVar = {
        "id": Kind.NONE,
        "event": Kind.NONE,
        "endpoint": Kind.NONE,
        "at": Kind.NONE,
        "status": Kind.NONE,
        "why": Kind.NONE,
        "milliseconds": Kind.NONE,
        "accepted": Kind.NONE,
    }
