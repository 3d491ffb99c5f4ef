"""Change candidates: possible omissions or errors in the gazetteer, until an officer has decided."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from borough.foundation.privacy import Kind
from borough.gazetteer.types import CandidateSource, CandidateState

_WAITING, _IN_HAND = CandidateState.WAITING.value, CandidateState.IN_HAND.value
_UNTAKEN = Q(assigned_by="", assigned_at__isnull=True)
_UNDECIDED = Q(decided_by="", decided_at__isnull=True, outcome="", result_uprn__isnull=True)


class Candidate(models.Model):
    """A candidate. Unique by source and the source's reference, however often it is raised."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    source = models.CharField(max_length=16)
    source_id = models.CharField(max_length=160)
    text = models.CharField(max_length=500, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    uprn = models.BigIntegerField(null=True)
    usrn = models.IntegerField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    person_id = models.BigIntegerField(null=True, db_index=True)  # who gave the address; no FK, as people is above
    raised_by = models.CharField(max_length=60)
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=16, default=_WAITING)
    assigned_by = models.CharField(max_length=60, blank=True)
    assigned_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=1000, blank=True)
    result_uprn = models.BigIntegerField(null=True)

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "reference": Kind.NONE,
        "source": Kind.NONE,
        "source_id": Kind.NONE,
        "text": Kind.ADDRESS,
        "postcode": Kind.ADDRESS,
        "uprn": Kind.ADDRESS,
        "usrn": Kind.ADDRESS,
        "note": Kind.FREE_TEXT,
        "person_id": Kind.PSEUDONYM,
        "raised_by": Kind.PSEUDONYM,
        "raised_at": Kind.NONE,
        "state": Kind.NONE,
        "assigned_by": Kind.PSEUDONYM,
        "assigned_at": Kind.NONE,
        "decided_by": Kind.PSEUDONYM,
        "decided_at": Kind.NONE,
        "outcome": Kind.FREE_TEXT,
        "result_uprn": Kind.ADDRESS,
    }

    class Meta:
        constraints = [
            UniqueConstraint(fields=["source", "source_id"], name="candidate_once"),
            CheckConstraint(
                condition=Q(source__in=[source.value for source in CandidateSource]), name="candidate_source_known"
            ),
            CheckConstraint(
                condition=Q(state=_WAITING) & _UNTAKEN & _UNDECIDED
                | Q(state=_IN_HAND, assigned_at__isnull=False) & ~Q(assigned_by="") & _UNDECIDED
                | Q(
                    state__in=[source.value for source in CandidateState if source.value not in (_WAITING, _IN_HAND)],
                    assigned_at__isnull=False,
                    decided_at__isnull=False,
                )
                & ~Q(decided_by=""),
                name="candidate_state_sound",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="candidate_by_state")]
