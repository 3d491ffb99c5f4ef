"""Address questions, the matcher's results, and staff decisions, kept permanently."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from borough.address_match.answers import Verdict
from borough.foundation.privacy import Kind
from borough.foundation.triggers import append_only
from borough.gazetteer.models.properties import Property
from borough.gazetteer.models.versioning import immutable_triggers
from borough.gazetteer.rules.address_questions import TRANSITIONS
from borough.gazetteer.types.address_questions import QuestionState, Ruling


class MatchDecision(models.Model):
    """A staff decision on a text. The latest one for a text is in force; all are immutable.

    It has the digest of the text rather than the text, so that it can outlive it.
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64, db_collation="C")
    ruling = models.CharField(max_length=24)
    property = models.ForeignKey(
        Property, null=True, on_delete=models.PROTECT, related_name="+", db_column="uprn", db_index=False
    )
    change = models.BigIntegerField()  # the gazetteer's last change at that time; 0 before the first
    decided_by = models.CharField(max_length=60)
    decided_at = models.DateTimeField()

    privacy: ClassVar = {
        "id": Kind.NONE,
        "digest": Kind.PSEUDONYM,
        "ruling": Kind.NONE,
        "property": Kind.PSEUDONYM,
        "change": Kind.NONE,
        "decided_by": Kind.PSEUDONYM,
        "decided_at": Kind.NONE,
    }

    class Meta:
        indexes = [Index(fields=["digest", "-id"], name="decision_by_text")]
        constraints = [
            CheckConstraint(condition=Q(ruling__in=[ruling.value for ruling in Ruling]), name="decision_ruling_known"),
            CheckConstraint(
                condition=Q(ruling=Ruling.PROPERTY.value, property__isnull=False)
                | (~Q(ruling=Ruling.PROPERTY.value) & Q(property__isnull=True)),
                name="decision_of_property_names_it",
            ),
        ]
        triggers = append_only()


class MatchQuestion(models.Model):
    """An address text, its source, the matcher's result, and its state."""

    id = models.BigAutoField(primary_key=True)
    source = models.CharField(max_length=20, db_collation="C")
    source_id = models.CharField(max_length=120, db_collation="C")
    text = models.CharField(max_length=500, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64, db_collation="C")
    person_id = models.BigIntegerField(null=True)
    requested_by = models.CharField(max_length=60)
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=10, db_default=QuestionState.PENDING.value)
    verdict = models.CharField(max_length=10, blank=True, db_default="")
    uprn = models.BigIntegerField(null=True)  # the best match
    probability = models.FloatField(null=True)
    reasons = models.JSONField(default=list)
    others = models.JSONField(default=list)  # uprn, probability and reasons of the candidates, best first
    model = models.CharField(max_length=40, blank=True, db_default="")
    change = models.BigIntegerField(null=True)  # the gazetteer's last change when it was matched
    answered_at = models.DateTimeField(null=True)
    decision = models.ForeignKey(MatchDecision, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    conflict = models.CharField(max_length=300, blank=True, db_default="")
    note = models.CharField(max_length=300, blank=True, db_default="")

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "source": Kind.NONE,
        "source_id": Kind.NONE,
        "text": Kind.ADDRESS,
        "postcode": Kind.ADDRESS,
        "digest": Kind.PSEUDONYM,
        "person_id": Kind.PSEUDONYM,
        "requested_by": Kind.PSEUDONYM,
        "requested_at": Kind.NONE,
        "state": Kind.NONE,
        "verdict": Kind.NONE,
        "uprn": Kind.ADDRESS,
        "probability": Kind.NONE,
        "reasons": Kind.NONE,
        "others": Kind.ADDRESS,
        "model": Kind.NONE,
        "change": Kind.NONE,
        "answered_at": Kind.NONE,
        "decision": Kind.NONE,
        "conflict": Kind.NONE,
        "note": Kind.FREE_TEXT,
    }

    class Meta:
        indexes = [
            Index(fields=["state", "id"], name="question_in_order"),
            Index(fields=["digest"], name="question_by_text"),
            Index(fields=["person_id"], name="question_by_person", condition=Q(person_id__isnull=False)),
        ]
        constraints = [
            UniqueConstraint(fields=["source", "source_id"], name="question_once_a_source"),
            CheckConstraint(
                condition=Q(state__in=[state.value for state in QuestionState]), name="question_state_known"
            ),
            CheckConstraint(
                condition=Q(verdict__in=["", *(state.value for state in Verdict)]), name="question_verdict_known"
            ),
            CheckConstraint(
                condition=Q(state=QuestionState.PENDING.value, answered_at__isnull=True, verdict="")
                | (~Q(state=QuestionState.PENDING.value) & Q(answered_at__isnull=False) & ~Q(verdict="")),
                name="question_answered_once",
            ),
            CheckConstraint(
                condition=~Q(state=QuestionState.ACCEPTED.value) | Q(verdict=Verdict.ACCEPT.value),
                name="question_accepted_surely",
            ),
            CheckConstraint(
                condition=Q(state=QuestionState.RESOLVED.value, decision__isnull=False)
                | (~Q(state=QuestionState.RESOLVED.value) & Q(decision__isnull=True)),
                name="question_settled_by_decision",
            ),
            CheckConstraint(
                condition=Q(probability__isnull=True) | Q(probability__range=(0, 1)), name="question_probability_sound"
            ),
        ]
        triggers = [
            *immutable_triggers("source", "source_id", "digest", "requested_at", "requested_by"),
            pgtrigger.FSM(
                name="states",
                field="state",
                transitions=[(before.value, after.value) for before, _, after, _ in TRANSITIONS if before is not after],
            ),
        ]
