"""Cases, their steps, notes, tasks and contacts."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from borough.cases.rules import STEPS
from borough.cases.types import State
from borough.foundation.privacy import Kind
from borough.foundation.triggers import append_only

OVER = [state.value for state in State if state.over]
_PAIRS = ", ".join(sorted({f"('{start}', '{to}')" for start, _, to in STEPS}))


class Case(models.Model):
    """A piece of work for someone. Its state changes only by the step table, enforced by a trigger."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    service = models.CharField(max_length=80)
    state = models.CharField(max_length=12, default=State.NEW)
    team = models.CharField(max_length=60)
    owner = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    uprn = models.BigIntegerField(null=True)
    source = models.CharField(max_length=40)
    source_id = models.CharField(max_length=120)
    details = models.JSONField(default=list)  # [[heading, [[label, [line]]]]]: the submitted answers, as read
    opened_at = models.DateTimeField()
    promised_by = models.DateField(null=True)
    escalated_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)  # in customer wording
    disposed_at = models.DateTimeField(null=True)  # when its text was deleted; the case stays
    version = models.PositiveIntegerField(default=0)

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "reference": Kind.PSEUDONYM,
        "kind": Kind.NONE,
        "title": Kind.FREE_TEXT,
        "service": Kind.NONE,
        "state": Kind.NONE,
        "team": Kind.NONE,
        "owner": Kind.PSEUDONYM,
        "person": Kind.PSEUDONYM,
        "uprn": Kind.ADDRESS,
        "source": Kind.NONE,
        "source_id": Kind.PSEUDONYM,
        "details": Kind.FREE_TEXT,
        "opened_at": Kind.NONE,
        "promised_by": Kind.NONE,
        "escalated_at": Kind.NONE,
        "over_at": Kind.NONE,
        "outcome": Kind.FREE_TEXT,
        "disposed_at": Kind.NONE,
        "version": Kind.NONE,
    }

    class Meta:
        constraints = [
            UniqueConstraint(fields=["source", "source_id"], name="one_case_a_source"),
            CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="case_state_known"),
            CheckConstraint(
                condition=(Q(state__in=OVER) & Q(over_at__isnull=False)) | (~Q(state__in=OVER) & Q(over_at=None)),
                name="case_over_says_when",
            ),
            CheckConstraint(
                condition=Q(disposed_at=None)
                | Q(over_at__isnull=False, title="", details=[], outcome="", person=None, uprn=None),
                name="case_disposed_of_says_nothing",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "promised_by", "id"], name="case_queue", condition=Q(over_at=None)),
            models.Index(fields=["owner", "promised_by"], name="case_of_owner", condition=Q(over_at=None)),
            models.Index(fields=["person", "-opened_at"], name="case_of_person"),
            models.Index(fields=["disposed_at"], name="case_gone", condition=Q(disposed_at__isnull=False)),
            models.Index(fields=["uprn"], name="case_of_uprn", condition=Q(uprn__isnull=False)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="steps_of_the_table_alone",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN ({_PAIRS}) THEN"
                " RAISE EXCEPTION 'a case does not go from % to %', OLD.state, NEW.state; END IF; RETURN NEW;",
            )
        ]


class CaseStep(models.Model):
    """A step of a case: IDs and standard text only. Its note, if any, is stored separately."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_column="created_at")
    by = models.CharField(max_length=60, db_column="created_by")
    verb = models.CharField(max_length=20)
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)

    privacy: ClassVar = {
        "id": Kind.NONE,
        "case": Kind.PSEUDONYM,
        "at": Kind.NONE,
        "by": Kind.PSEUDONYM,
        "verb": Kind.NONE,
        "before": Kind.PSEUDONYM,
        "after": Kind.PSEUDONYM,
    }

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="step_of_case"),
            models.Index(fields=["at"], name="step_by_moment"),
        ]
        triggers = append_only()


class CaseNote(models.Model):
    """The text of a step; visible to the customer if marked so."""

    id = models.BigAutoField(primary_key=True)
    step = models.OneToOneField("cases.CaseStep", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    for_customer = models.BooleanField(default=False)

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "step": Kind.PSEUDONYM,
        "person": Kind.PSEUDONYM,
        "text": Kind.FREE_TEXT,
        "for_customer": Kind.NONE,
    }


class CaseTask(models.Model):
    """A task of a case, for a team or one of its members, with a due date."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    team = models.CharField(max_length=60)
    owner = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=60, blank=True)

    privacy_subject: ClassVar = {"person": "case__person_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "case": Kind.PSEUDONYM,
        "title": Kind.FREE_TEXT,
        "team": Kind.NONE,
        "owner": Kind.PSEUDONYM,
        "due_on": Kind.NONE,
        "created_at": Kind.NONE,
        "done_at": Kind.NONE,
        "done_by": Kind.PSEUDONYM,
    }

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="task_of_case")]


class CaseFile(models.Model):
    """A file attached to a case by staff, such as a letter received by post or a photograph of finished work."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    file = models.OneToOneField("foundation.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    privacy_subject: ClassVar = {"person": "case__person_id"}
    privacy: ClassVar = {"id": Kind.NONE, "case": Kind.PSEUDONYM, "file": Kind.PSEUDONYM, "name": Kind.FREE_TEXT}


class CaseContact(models.Model):
    """A contact about a case: the one that opened it, and every later one."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    contact = models.CharField(max_length=16)
    linked_at = models.DateTimeField()

    privacy: ClassVar = {"id": Kind.NONE, "case": Kind.PSEUDONYM, "contact": Kind.PSEUDONYM, "linked_at": Kind.NONE}

    class Meta:
        constraints = [UniqueConstraint(fields=["case", "contact"], name="contact_once_a_case")]
