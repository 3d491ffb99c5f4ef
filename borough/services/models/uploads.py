"""Files submitted with answers."""

from typing import ClassVar

from django.db import models

from borough.foundation.privacy import Kind


class Upload(models.Model):
    """A file uploaded with an answer: its question, person and name."""

    id = models.BigAutoField(primary_key=True)
    file = models.OneToOneField("foundation.StoredFile", on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey("services.Draft", null=True, on_delete=models.SET_NULL, related_name="+")
    submission = models.ForeignKey("services.Submission", null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=80)
    name = models.CharField(max_length=200)

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy_sent_by_subject: ClassVar = True  # so the export includes it without a manual review
    privacy: ClassVar = {
        "id": Kind.NONE,
        "file": Kind.PSEUDONYM,
        "draft": Kind.PSEUDONYM,
        "submission": Kind.PSEUDONYM,
        "person": Kind.PSEUDONYM,
        "question": Kind.NONE,
        "name": Kind.FREE_TEXT,
    }
