"""Erasure requests of residents."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from borough.foundation.privacy import Kind


class ErasureRequest(models.Model):
    """An erasure request; staff decide with a reason from a list, so that the kept record names nobody."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default="requested")
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=60)
    answer_by = models.DateField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=20, blank=True)  # the reason for refusal

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        **dict.fromkeys(["id", "state", "requested_at", "answer_by", "decided_at", "reason"], Kind.NONE),
        **dict.fromkeys(["reference", "person", "requested_by", "decided_by"], Kind.PSEUDONYM),
    }

    class Meta:
        constraints = [
            UniqueConstraint(fields=["person"], name="erasure_asked_once", condition=Q(state="requested")),
            CheckConstraint(
                condition=Q(state__in=["requested", "withdrawn", "refused", "done"]), name="erasure_request_state_known"
            ),
            CheckConstraint(
                condition=Q(state="requested", decided_at__isnull=True, decided_by="")
                | (~Q(state="requested") & Q(decided_at__gte=F("requested_at")) & ~Q(decided_by="")),
                name="erasure_request_decided_by_somebody",
            ),
            CheckConstraint(
                condition=(Q(state="refused") & ~Q(reason="")) | (~Q(state="refused") & Q(reason="")),
                name="erasure_refused_with_reason",
            ),
        ]
