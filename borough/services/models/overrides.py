"""Texts of published services that staff have changed on a page."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from borough.foundation.privacy import Kind

STATES = ("draft", "published", "withdrawn")


class ServiceOverride(models.Model):
    """One change of one text: a draft, published from a moment on, or withdrawn. Rows stay: they are the history.

    path: the text's place in the definition. pack_text and pack_version: what the council's pack said when the change
    was written, so that a later pack that says something else is noticed.
    """

    id = models.BigAutoField(primary_key=True)
    service = models.CharField(max_length=60)
    path = models.CharField(max_length=200)
    text = models.TextField()
    pack_text = models.TextField()
    pack_version = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, default="draft")
    publish_at = models.DateTimeField(null=True)
    by = models.CharField(max_length=60, db_column="created_by")
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    privacy: ClassVar = {
        "id": Kind.NONE,
        "service": Kind.NONE,
        "path": Kind.NONE,
        "text": Kind.NONE,
        "pack_text": Kind.NONE,
        "pack_version": Kind.NONE,
        "state": Kind.NONE,
        "publish_at": Kind.NONE,
        "by": Kind.PSEUDONYM,
        "created_at": Kind.NONE,
        "withdrawn_at": Kind.NONE,
    }

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=STATES), name="override_state_known"),
            CheckConstraint(
                condition=Q(state="draft") | Q(publish_at__isnull=False), name="override_published_at_a_moment"
            ),
            UniqueConstraint(fields=["service", "path"], condition=Q(state="draft"), name="override_one_draft"),
        ]
        indexes = [models.Index(fields=["state", "publish_at"], name="override_in_force")]
