"""Foundation tables: audit entries, events, idempotency records, side effects, mail and files."""

from typing import ClassVar

import pgtrigger
from django.db import models

from borough.foundation.privacy import Kind
from borough.foundation.triggers import append_only

CHAIN = """
SELECT position, digest INTO STRICT head FROM foundation_audithead WHERE singleton FOR UPDATE;
NEW.position := head.position + 1;
NEW.previous := head.digest;
NEW.digest := sha256(
    head.digest || convert_to(
        foundation_measured(NEW.position::text) ||
        foundation_measured(to_char(NEW.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) ||
        foundation_measured(NEW.created_by) || foundation_measured(NEW.verb) ||
        foundation_measured(NEW.subject) || foundation_measured(NEW.detail),
    'UTF8'));
UPDATE foundation_audithead SET position = NEW.position, digest = NEW.digest WHERE singleton;
RETURN NEW;
"""


class AuditHead(models.Model):
    """The end of the audit chain: one row, updated only by the trigger."""

    singleton = models.BooleanField(primary_key=True, default=True)
    position = models.BigIntegerField()
    digest = models.BinaryField()
    privacy: ClassVar = {"singleton": Kind.NONE, "position": Kind.NONE, "digest": Kind.NONE}

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(singleton=True), name="audit_head_is_one_row")]
        triggers = [
            pgtrigger.Trigger(
                name="moved_by_chain_alone",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="IF pg_trigger_depth() < 2 THEN"
                " RAISE EXCEPTION 'the audit chain moves by new entries alone'; END IF; RETURN NEW;",
            )
        ]


class AuditEntry(models.Model):
    """An audit entry: who did what to what, and when; its digest covers the previous entry."""

    position = models.BigIntegerField(primary_key=True)
    created_at = models.DateTimeField()
    by = models.TextField(db_column="created_by")  # BY is a reserved word in PostgreSQL
    verb = models.TextField()
    subject = models.TextField()
    detail = models.TextField()  # canonical JSON; IDs and counts only, no free text
    previous = models.BinaryField()
    digest = models.BinaryField()
    privacy: ClassVar = {
        "position": Kind.NONE,
        "created_at": Kind.NONE,
        "by": Kind.PSEUDONYM,
        "verb": Kind.NONE,
        "subject": Kind.PSEUDONYM,
        "detail": Kind.NONE,
        "previous": Kind.NONE,
        "digest": Kind.NONE,
    }

    class Meta:
        indexes = [models.Index(fields=["subject", "position"], name="audit_by_subject")]
        triggers = [
            pgtrigger.Trigger(
                name="chain",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("head", "RECORD")],
                func=CHAIN,
            ),
            *append_only(),
        ]


class Event(models.Model):
    """A published event, for upper layers, live pages and webhooks."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    key = models.TextField(unique=True)
    created_at = models.DateTimeField()
    position = models.BigIntegerField(db_index=True)  # of the audit entry written with it: the delivery order
    body = models.JSONField()
    privacy: ClassVar = {
        "id": Kind.NONE,
        "kind": Kind.NONE,
        "key": Kind.NONE,
        "created_at": Kind.NONE,
        "position": Kind.NONE,
        "body": Kind.PSEUDONYM,
    }

    class Meta:
        triggers = append_only()


class IdempotencyRecord(models.Model):
    """The stored first response to a request with an idempotency key."""

    id = models.BigAutoField(primary_key=True)
    key = models.TextField()
    principal = models.TextField()
    request = models.BinaryField()  # sha256 of method, path and body
    status = models.PositiveSmallIntegerField()
    media_type = models.TextField()
    answer = models.BinaryField()
    created_at = models.DateTimeField(db_index=True)
    privacy: ClassVar = {
        "id": Kind.NONE,
        "key": Kind.NONE,
        "principal": Kind.PSEUDONYM,
        "request": Kind.NONE,
        "status": Kind.NONE,
        "media_type": Kind.NONE,
        "answer": Kind.PSEUDONYM,
        "created_at": Kind.NONE,
    }

    class Meta:
        constraints = [models.UniqueConstraint(fields=["principal", "key"], name="one_answer_a_key")]


class SideEffect(models.Model):
    """An external side effect, keyed by its subject, so that it happens once."""

    key = models.TextField(primary_key=True)
    kind = models.TextField()
    done_at = models.DateTimeField()
    privacy: ClassVar = {"key": Kind.NONE, "kind": Kind.NONE, "done_at": Kind.NONE}


class OutgoingMail(models.Model):
    """A queued email; its content is deleted after sending."""

    id = models.BigAutoField(primary_key=True)
    key = models.TextField(unique=True)
    to = models.TextField()
    subject = models.TextField()
    text = models.TextField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    privacy: ClassVar = {
        "id": Kind.NONE,
        "key": Kind.NONE,
        "to": Kind.CONTACT,
        "subject": Kind.FREE_TEXT,
        "text": Kind.FREE_TEXT,
        "created_at": Kind.NONE,
        "sent_at": Kind.NONE,
    }


class StoredFile(models.Model):
    """An uploaded file, stored in the instance folder under its reference, never under its original name.

    States: kept, then clean or refused where a virus scanner is set, and finally dropped; the bytes are deleted
    in the last two. The original name is stored in the table that refers to the file.
    """

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes
    digest = models.BinaryField()  # SHA-256
    state = models.CharField(max_length=10, default="stored")
    created_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)  # scans without a result
    privacy_export: ClassVar = ("reference", "media_type", "size", "state", "created_at")
    privacy: ClassVar = {
        "id": Kind.NONE,
        "reference": Kind.PSEUDONYM,
        "media_type": Kind.NONE,
        "size": Kind.NONE,
        "digest": Kind.NONE,
        "state": Kind.NONE,
        "created_at": Kind.NONE,
        "scanned_at": Kind.NONE,
        "tries": Kind.NONE,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["stored", "clean", "refused", "dropped"]), name="file_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["clean", "refused"]) | models.Q(scanned_at__isnull=False),
                name="file_verdict_says_when",
            ),
        ]
        indexes = [models.Index(fields=["tries", "id"], name="file_to_scan", condition=models.Q(state="stored"))]
        triggers = [
            pgtrigger.Trigger(
                name="what_is_gone_stays_gone",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="IF OLD.state IN ('refused', 'dropped') AND NEW.state IN ('kept', 'clean') THEN"
                " RAISE EXCEPTION 'a file that is % does not come back', OLD.state; END IF; RETURN NEW;",
            )
        ]


class Instance(models.Model):
    """The kind of this instance; one row, written once."""

    singleton = models.BooleanField(primary_key=True, default=True)
    kind = models.TextField(choices=[("live", "A live council"), ("demonstration", "A demonstration")])
    created_at = models.DateTimeField(auto_now_add=True)
    privacy: ClassVar = {"singleton": Kind.NONE, "kind": Kind.NONE, "created_at": Kind.NONE}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(singleton=True), name="home_is_one_row"),
            models.CheckConstraint(condition=models.Q(kind__in=["live", "demonstration"]), name="home_kind_known"),
        ]
        triggers = [
            pgtrigger.Protect(name="home_stays", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="no_demonstration_over_accounts",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="IF NEW.kind = 'demonstration' AND EXISTS (SELECT 1 FROM access_account) THEN"
                " RAISE EXCEPTION 'a database with accounts cannot become a demonstration'; END IF; RETURN NEW;",
            ),
        ]


class DisposalCount(models.Model):
    """The number of rows of a class disposed of on a day, for statistics."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=40)
    on = models.DateField(db_column="done_on")
    rows = models.IntegerField()
    privacy: ClassVar = dict.fromkeys(["id", "key", "on", "rows"], Kind.NONE)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(rows__gt=0), name="disposed_of_something")]
        indexes = [models.Index(fields=["on"], name="disposed_by_day")]
        triggers = append_only()
