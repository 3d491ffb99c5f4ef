"""Problems forwarded to another council."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from borough.foundation.privacy import Kind


class CountyReferral(models.Model):
    """A problem reported to us that belongs to another council: forwarded once, with its reference there."""

    id = models.BigAutoField(primary_key=True)
    submission = models.OneToOneField("services.Submission", on_delete=models.PROTECT, related_name="+")
    case = models.CharField(max_length=16)
    code = models.CharField(max_length=60)
    state = models.CharField(max_length=10, default="waiting")
    number = models.CharField(max_length=120, blank=True)  # the other council's reference
    created_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True)

    privacy: ClassVar = {
        "id": Kind.NONE,
        "submission": Kind.PSEUDONYM,
        "case": Kind.PSEUDONYM,
        "code": Kind.NONE,
        "state": Kind.NONE,
        "number": Kind.PSEUDONYM,
        "created_at": Kind.NONE,
        "passed_at": Kind.NONE,
    }

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=["waiting", "passed", "refused"]), name="passed_state_known"),
            CheckConstraint(
                condition=~Q(state="passed") | (~Q(number="") & Q(passed_at__isnull=False)),
                name="passed_has_its_number",
            ),
            UniqueConstraint(fields=["number"], condition=~Q(number=""), name="one_passed_a_number"),
        ]
