"""Drafts: answers in progress, saved at every page."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q

from borough.foundation.privacy import Kind

STATES = ("open", "handed", "submitted", "left")
HELPED = (Q(mode="helper", account__isnull=True) & ~Q(mandate="")) | (~Q(mode="helper") & Q(mandate=""))
"""A helper acts under a mandate; the draft has no link to their account, so their data export omits it."""
MODES = ("web", "phone", "counter", "helper", "post", "machine")


class Draft(models.Model):
    """A service being answered; the same row in every mode, so that it can be handed over and back."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    service = models.CharField(max_length=60)
    mode = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default="open")
    language = models.CharField(max_length=5, default="en")
    account = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    mandate = models.CharField(max_length=16, blank=True)
    answers = models.JSONField(default=dict)
    sources = models.JSONField(default=dict)  # question key to the answer's author and time
    seen = models.JSONField(default=list)  # submitted pages
    begun_by = models.CharField(max_length=60)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    handed_at = models.DateTimeField(null=True)
    handed_how = models.CharField(max_length=20, blank=True)
    handed_details = models.CharField(max_length=500, blank=True)
    handed_to = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=0)

    privacy_subject: ClassVar = {"person": "person_id", "account": "account_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "reference": Kind.PSEUDONYM,
        "service": Kind.NONE,
        "mode": Kind.NONE,
        "state": Kind.NONE,
        "language": Kind.NONE,
        "account": Kind.PSEUDONYM,
        "person": Kind.PSEUDONYM,
        "mandate": Kind.PSEUDONYM,
        "answers": Kind.FREE_TEXT,
        "sources": Kind.NONE,
        "seen": Kind.NONE,
        "begun_by": Kind.PSEUDONYM,
        "begun_at": Kind.NONE,
        "saved_at": Kind.NONE,
        "expires_at": Kind.NONE,
        "handed_at": Kind.NONE,
        "handed_how": Kind.NONE,
        "handed_details": Kind.FREE_TEXT,
        "handed_to": Kind.PSEUDONYM,
        "version": Kind.NONE,
    }

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=STATES), name="draft_state_known"),
            CheckConstraint(condition=Q(mode__in=MODES), name="draft_mode_known"),
            CheckConstraint(
                condition=~Q(state__in=["submitted", "left"]) | Q(answers={}), name="draft_over_keeps_no_answers"
            ),
            CheckConstraint(condition=HELPED, name="draft_helper_has_mandate"),
        ]
        indexes = [
            models.Index(fields=["account", "service"], name="draft_of_account"),
            models.Index(fields=["mandate"], name="draft_of_mandate", condition=~Q(mandate="")),
            models.Index(fields=["handed_at"], name="draft_handed", condition=Q(state="handed")),
        ]


class ResumeLink(models.Model):
    """A single-use emailed link to resume a draft; only its hash is stored."""

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey("services.Draft", on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    privacy: ClassVar = {
        "id": Kind.NONE,
        "draft": Kind.PSEUDONYM,
        "digest": Kind.SECRET,
        "created_at": Kind.NONE,
        "expires_at": Kind.NONE,
        "used_at": Kind.NONE,
    }
