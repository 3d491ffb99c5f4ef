"""The ledger and its import runs."""

from enum import StrEnum
from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from borough.contacts.rules.ledger import LARGEST_UPRN
from borough.contacts.types import Avoidable, Barrier, Channel, CustomerType, Direction, Nature, Outcome
from borough.foundation.privacy import Kind
from borough.foundation.triggers import append_only

CLEARED = "uprn"


def _value_in(field: str, enum_type: type[StrEnum]) -> CheckConstraint:
    return CheckConstraint(condition=Q(**{f"{field}__in": [w.value for w in enum_type]}), name=f"contact_{field}_known")


class Contact(models.Model):
    """A ledger entry. It is immutable: a correction is a new entry that supersedes it."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, db_collation="C")  # compared bytewise: faster, and sufficient
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    happened_on = models.DateField()  # the local day where it happened, which another system's log may count otherwise
    channel = models.CharField(max_length=16)
    direction = models.CharField(max_length=10)
    who = models.CharField(max_length=10)
    nature = models.CharField(max_length=20)
    service = models.CharField(max_length=80)
    outcome = models.CharField(max_length=16)
    assisted = models.BooleanField()
    minutes = models.IntegerField(null=True)
    avoidable = models.CharField(max_length=2, blank=True)
    barrier = models.CharField(max_length=16, blank=True)
    source = models.CharField(max_length=60, db_collation="C")
    source_id = models.CharField(max_length=120, db_collation="C")
    ward = models.CharField(max_length=60, blank=True)
    handled_by = models.CharField(max_length=60, blank=True)
    handled_where = models.CharField(max_length=120, blank=True)
    channel_stated = models.CharField(max_length=80, blank=True)  # the source's own value, if unknown to us
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    audit_position = models.BigIntegerField()
    uprn = models.BigIntegerField(null=True)  # the property concerned, if known
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    privacy_subject: ClassVar = {"person": "person_id"}
    cleared: ClassVar = CLEARED  # on erasure of the person: the only field that may be cleared, and only by itself
    privacy: ClassVar = {
        "id": Kind.NONE,
        "reference": Kind.NONE,
        "started_at": Kind.NONE,
        "ended_at": Kind.NONE,
        "happened_on": Kind.NONE,
        "channel": Kind.NONE,
        "direction": Kind.NONE,
        "who": Kind.NONE,
        "nature": Kind.NONE,
        "service": Kind.NONE,
        "outcome": Kind.NONE,
        "assisted": Kind.NONE,
        "minutes": Kind.NONE,
        "avoidable": Kind.NONE,
        "barrier": Kind.NONE,
        "source": Kind.NONE,
        "source_id": Kind.NONE,
        "ward": Kind.NONE,
        "handled_by": Kind.PSEUDONYM,
        "handled_where": Kind.NONE,
        "channel_stated": Kind.NONE,
        "person": Kind.PSEUDONYM,
        "audit_position": Kind.NONE,
        "uprn": Kind.ADDRESS,
        "supersedes": Kind.NONE,
    }

    class Meta:
        indexes = [
            models.Index(fields=["audit_position", "id"], name="contact_in_order"),
            models.Index(fields=["happened_on"], name="contact_by_day"),
            models.Index(fields=["person"], name="contact_by_person", condition=Q(person__isnull=False)),
        ]
        constraints = [  # each index costs import throughput, so none is wider than its use
            UniqueConstraint(fields=["reference"], name="contact_reference_once"),
            UniqueConstraint(
                fields=["supersedes"], condition=Q(supersedes__isnull=False), name="contact_superseded_once"
            ),
            UniqueConstraint(
                fields=["source", "source_id"], condition=Q(supersedes__isnull=True), name="contact_once_a_source"
            ),
            _value_in("channel", Channel),
            _value_in("direction", Direction),
            _value_in("who", CustomerType),
            _value_in("nature", Nature),
            _value_in("outcome", Outcome),
            _value_in("avoidable", Avoidable),
            _value_in("barrier", Barrier),
            CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="contact_ends_after"
            ),
            CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(0, 1440)), name="contact_minutes_likely"
            ),
            CheckConstraint(
                condition=Q(uprn__isnull=True) | Q(uprn__range=(1, LARGEST_UPRN)), name="contact_uprn_sound"
            ),
            CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("id")), name="contact_supersedes_other"
            ),
        ]
        triggers = append_only(clearing=CLEARED)


class OnBehalf(models.Model):
    """A contact, and so any submission with it, was for an organisation; stated by staff and withdrawable."""

    id = models.BigAutoField(primary_key=True)
    contact = models.ForeignKey("contacts.Contact", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()
    stated_by = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=60, blank=True)

    privacy_subject: ClassVar = {"person": "contact__person_id"}
    privacy: ClassVar = {
        **dict.fromkeys(["id", "contact", "stated_at", "withdrawn_at"], Kind.NONE),
        **dict.fromkeys(["organisation", "stated_by", "withdrawn_by"], Kind.PSEUDONYM),
    }

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["contact"], condition=Q(withdrawn_at__isnull=True), name="contact_on_behalf_of_one"
            ),
            CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | Q(withdrawn_at__gte=F("stated_at")) & ~Q(withdrawn_by=""),
                name="on_behalf_withdrawn_by_somebody",
            ),
        ]


class ImportRun(models.Model):
    """An import run of a log: its progress, so that it can resume after any interruption."""

    id = models.BigAutoField(primary_key=True)
    file = models.CharField(max_length=64)  # sha256 of the whole file, in hexadecimal
    file_name = models.CharField(max_length=255)
    layout = models.CharField(max_length=64)  # sha256 of its layout
    source = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    rows_read = models.BigIntegerField(default=0)
    imported = models.BigIntegerField(default=0)
    repeated = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    rejects_bytes = models.BigIntegerField(default=0)  # size of the rejects file for the rows accounted for
    queued = 0  # not stored: addresses this run queued for staff
    likely_new = True  # not stored: whether the last batch had only new rows

    privacy: ClassVar = dict.fromkeys(
        [
            "id",
            "file",
            "file_name",
            "layout",
            "source",
            "started_at",
            "finished_at",
            "rows_read",
            "imported",
            "repeated",
            "rejected",
            "rejects_bytes",
        ],
        Kind.NONE,
    )

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["file", "layout", "source"], condition=Q(finished_at__isnull=True), name="import_one_open"
            ),
            CheckConstraint(
                condition=Q(rows_read=F("imported") + F("repeated") + F("rejected")), name="import_adds_up"
            ),
        ]
