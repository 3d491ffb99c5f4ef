"""Files sent with answers."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q

from borough.foundation.privacy import Kind


class Upload(models.Model):
    """A file: it lies in the home under its number, never under the name it came with."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    draft = models.ForeignKey("services.Draft", null=True, on_delete=models.SET_NULL, related_name="+")
    submission = models.ForeignKey("services.Submission", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.BinaryField()
    state = models.CharField(max_length=10, default="kept")  # kept, clean, refused, dropped
    made_at = models.DateTimeField()

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        "id": Kind.NONE, "reference": Kind.PSEUDONYM, "draft": Kind.PSEUDONYM, "submission": Kind.PSEUDONYM,
        "person": Kind.PSEUDONYM, "question": Kind.NONE, "name": Kind.FREE_TEXT, "media_type": Kind.NONE,
        "size": Kind.NONE, "digest": Kind.NONE, "state": Kind.NONE, "made_at": Kind.NONE,
    }  # fmt: skip

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(state__in=["kept", "clean", "refused", "dropped"]), name="upload_state_known")
        ]
