"""Mandates: who may use services for whom, and the log of their use."""

from datetime import timedelta
from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q
from django.db.models.functions import Coalesce

from borough.foundation.privacy import Kind
from borough.foundation.triggers import append_only

LONGEST = timedelta(days=367)  # a year including its whole last day, across clock changes
_ACTIVE_DURING = Func(
    F("granted_at"), Coalesce("revoked_at", "expires_at"), function="TSTZRANGE", output_field=DateTimeRangeField()
)


class Mandate(models.Model):
    """A resident's permission for a helper to use services for them. Its terms never change; it can only end."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    helper = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    helper_email = models.CharField(max_length=254, blank=True)  # lower case; empty once either is erased
    services = ArrayField(models.CharField(max_length=60), default=list, blank=True)  # empty: all services
    consent = models.CharField(max_length=400)  # the consent text: standard wording, the same for everyone
    granted_how = models.CharField(max_length=12)
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=60)
    accepted_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()  # the first moment it is no longer active
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=60, blank=True)

    privacy_subject: ClassVar = {"person": "person_id", "account": "helper_id"}
    privacy: ClassVar = {
        **dict.fromkeys(
            ["id", "services", "consent", "granted_how", "granted_at", "accepted_at", "expires_at", "revoked_at"],
            Kind.NONE,
        ),
        **dict.fromkeys(["reference", "person", "helper", "granted_by", "revoked_by"], Kind.PSEUDONYM),
        "helper_email": Kind.CONTACT,
    }

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(granted_how__in=["online", "phone", "paper", "face_to_face"]), name="mandate_how_known"
            ),
            CheckConstraint(
                condition=Q(expires_at__gt=F("granted_at"), expires_at__lte=F("granted_at") + LONGEST),
                name="mandate_lasts_a_year_at_most",
            ),
            CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="")
                | (Q(revoked_at__gte=F("granted_at")) & ~Q(revoked_by="")),
                name="mandate_revoked_by_somebody",
            ),
            CheckConstraint(
                condition=Q(accepted_at__isnull=True, helper__isnull=True) | Q(accepted_at__gte=F("granted_at")),
                name="mandate_helper_has_accepted",
            ),
            ExclusionConstraint(
                name="mandate_one_stands_for_a_pair",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("helper_email", RangeOperators.EQUAL),
                    (_ACTIVE_DURING, RangeOperators.OVERLAPS),
                ],
                condition=~Q(helper_email=""),
            ),
        ]
        indexes = [
            models.Index(fields=["helper"], name="mandate_of_helper"),
            models.Index(fields=["helper_email"], name="mandate_waiting", condition=Q(helper__isnull=True)),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="agreed_once",
                fields=["person", "services", "consent", "granted_how", "granted_at", "granted_by", "expires_at"],
            ),
            pgtrigger.Protect(
                name="revoked_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revoked_at__isnull=False)
                & (
                    pgtrigger.Q(old__revoked_at__df=pgtrigger.F("new__revoked_at"))
                    | pgtrigger.Q(old__revoked_by__df=pgtrigger.F("new__revoked_by"))
                ),
            ),
            pgtrigger.Protect(name="no_removal", operation=pgtrigger.Delete),
        ]


class MandateStep(models.Model):
    """A log entry of a mandate, for the resident: granted, accepted, used, ended."""

    id = models.BigAutoField(primary_key=True)
    mandate = models.ForeignKey("people.Mandate", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10)
    service = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=16, blank=True)  # the draft's or submission's reference
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)

    privacy_subject: ClassVar = {"person": "mandate__person_id", "account": "mandate__helper_id"}
    privacy: ClassVar = {
        **dict.fromkeys(["id", "what", "service", "created_at"], Kind.NONE),
        **dict.fromkeys(["mandate", "about", "created_by"], Kind.PSEUDONYM),
    }

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(what__in=["granted", "accepted", "began", "sent", "revoked"]), name="mandate_step_known"
            ),
            models.UniqueConstraint(
                fields=["mandate", "what", "about"], name="mandate_step_once", condition=~Q(what="began")
            ),
        ]
        triggers = append_only()
