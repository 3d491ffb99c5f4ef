"""Legal holds: records kept beyond their retention period."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from borough.foundation.privacy import Kind


class Hold(models.Model):
    """A legal hold on a submission or case, by reference, such as a court claim. Kept after it is lifted."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=200)
    by = models.CharField(max_length=60, db_column="created_by")
    created_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=60, blank=True)
    lifted_at = models.DateTimeField(null=True)

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "reference": Kind.PSEUDONYM,
        "person": Kind.PSEUDONYM,
        "why": Kind.FREE_TEXT,
        "by": Kind.PSEUDONYM,
        "created_at": Kind.NONE,
        "lifted_by": Kind.PSEUDONYM,
        "lifted_at": Kind.NONE,
    }

    class Meta:
        constraints = [
            UniqueConstraint(fields=["reference"], condition=Q(lifted_at=None), name="one_hold_at_a_time"),
            CheckConstraint(
                condition=Q(lifted_at=None, lifted_by="") | (Q(lifted_at__isnull=False) & ~Q(lifted_by="")),
                name="hold_lifted_by_someone",
            ),
        ]
