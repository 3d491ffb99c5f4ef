"""Submissions: the answers, and the wording of the questions and answers."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from borough.foundation.privacy import Kind
from borough.services.models.drafts import HELPED, MODES

STATES = ("created", "awaiting_payment", "complete", "lapsed")  # “made” only within the submitting transaction


CLOSED = ("complete", "lapsed")


class Submission(models.Model):
    """One submission of a service, in any mode: exactly one contact, and at most one case."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    service = models.CharField(max_length=60)
    edition = models.CharField(max_length=16)  # version of the definition's wording that was answered
    mode = models.CharField(max_length=10)
    assisted = models.BooleanField(default=False)
    state = models.CharField(max_length=20)
    language = models.CharField(max_length=5, default="en")
    source = models.CharField(max_length=40)  # “draft”, or the system that submitted it
    source_id = models.CharField(max_length=120)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    mandate = models.CharField(max_length=16, blank=True)
    uprn = models.BigIntegerField(null=True)
    answers = models.JSONField()
    wording = models.JSONField()  # {"pages": [[heading, [[label, [line]]]]]}: the questions as read
    result = models.JSONField(default=dict)  # returned by the action: {"lines": [], "words": {}}
    fee = models.PositiveIntegerField(default=0)  # pence
    payment = models.CharField(max_length=16, blank=True)
    contact = models.CharField(max_length=16, blank=True)
    case = models.CharField(max_length=16, blank=True)
    began_at = models.DateTimeField()
    submitted_at = models.DateTimeField(db_index=True)
    completed_at = models.DateTimeField(null=True)
    promised_by = models.DateField(null=True)
    by = models.CharField(max_length=60, db_column="created_by")
    disposed_at = models.DateTimeField(null=True)  # when its content was deleted; the record stays

    privacy_subject: ClassVar = {"person": "person_id", "account": "account_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "reference": Kind.PSEUDONYM,
        "service": Kind.NONE,
        "edition": Kind.NONE,
        "mode": Kind.NONE,
        "assisted": Kind.NONE,
        "state": Kind.NONE,
        "language": Kind.NONE,
        "source": Kind.NONE,
        "source_id": Kind.PSEUDONYM,
        "person": Kind.PSEUDONYM,
        "account": Kind.PSEUDONYM,
        "mandate": Kind.PSEUDONYM,
        "uprn": Kind.ADDRESS,
        "answers": Kind.FREE_TEXT,
        "wording": Kind.FREE_TEXT,
        "result": Kind.FREE_TEXT,
        "fee": Kind.NONE,
        "payment": Kind.PSEUDONYM,
        "contact": Kind.PSEUDONYM,
        "case": Kind.PSEUDONYM,
        "began_at": Kind.NONE,
        "submitted_at": Kind.NONE,
        "completed_at": Kind.NONE,
        "promised_by": Kind.NONE,
        "by": Kind.PSEUDONYM,
        "disposed_at": Kind.NONE,
    }

    class Meta:
        constraints = [
            UniqueConstraint(fields=["source", "source_id"], name="one_submission_a_source"),
            CheckConstraint(condition=Q(state__in=STATES), name="submission_state_known"),
            CheckConstraint(condition=Q(mode__in=MODES), name="submission_mode_known"),
            CheckConstraint(
                condition=~Q(state="complete") | (Q(completed_at__isnull=False) & ~Q(contact="")),
                name="submission_complete_is_a_contact",
            ),
            CheckConstraint(condition=HELPED, name="submission_helper_has_mandate"),
            CheckConstraint(
                condition=Q(disposed_at=None)
                | Q(answers={}, wording={}, result={}, person=None, account=None, uprn=None, state__in=CLOSED),
                name="submission_disposed_of_says_nothing",
            ),
            CheckConstraint(condition=~Q(state="awaiting_payment") | Q(fee__gt=0), name="submission_waits_for_a_fee"),
        ]
        indexes = [
            models.Index(fields=["service", "id"], name="submission_kept", condition=Q(disposed_at=None)),
            models.Index(fields=["disposed_at"], name="submission_gone", condition=Q(disposed_at__isnull=False)),
            models.Index(fields=["person", "-submitted_at"], name="submission_of_person"),
            models.Index(fields=["mandate"], name="submission_by_mandate", condition=~Q(mandate="")),
            models.Index(fields=["payment"], name="submission_by_payment", condition=~Q(payment="")),
            models.Index(fields=["case"], name="submission_by_case", condition=~Q(case="")),
        ]
