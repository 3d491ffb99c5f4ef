"""The chain finds every alteration, and the database refuses to make one."""

from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from borough.foundation import audit

pytestmark = pytest.mark.django_db
WHEN = datetime(2018, 8, 2, 9, 30, 15, 123456, tzinfo=UTC)


def act(number=0, **detail):
    return audit.record(by="staff:1", at=WHEN, verb="tests.act", subject=f"thing:{number}", detail=detail)


@contextmanager
def as_the_owner():
    """The database's owner can switch triggers off; the chain is there for that."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = DEFAULT")


def test_entries_follow_each_other():
    first = act(1)
    assert [act(2), act(3)] == [first + 1, first + 2]
    assert list(audit.verify()) == []


@pytest.mark.parametrize(
    "question",
    [
        "UPDATE foundation_auditentry SET verb = 'other'",
        "DELETE FROM foundation_auditentry",
        "TRUNCATE foundation_auditentry CASCADE",
        "UPDATE foundation_audithead SET position = 0",
        "DELETE FROM foundation_audithead",
    ],
)
def test_the_database_refuses_to_change_the_past(question):
    act()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(question)


@pytest.mark.parametrize(
    "change",
    [
        "created_by = 'staff:2'",
        "verb = 'tests.other'",
        "subject = 'thing:9'",
        "detail = '{\"n\":2}'",
        "created_at = created_at + interval '1 microsecond'",
        "digest = previous",
        "previous = digest",
    ],
)
def test_any_altered_field_is_detected(change):
    positions = [act(n, n=n) for n in range(3)]
    with as_the_owner() as cursor:
        cursor.execute(f"UPDATE foundation_auditentry SET {change} WHERE position = %s", [positions[1]])
    assert positions[1] in {fault.position for fault in audit.verify()}


def test_removed_entry_is_detected():
    positions = [act(n) for n in range(3)]
    with as_the_owner() as cursor:
        cursor.execute("DELETE FROM foundation_auditentry WHERE position = %s", [positions[1]])
    assert positions[2] in {fault.position for fault in audit.verify()}


def cut_tail(cursor, position):
    cursor.execute("DELETE FROM foundation_auditentry WHERE position > %s", [position])
    cursor.execute(
        "UPDATE foundation_audithead SET position = e.position, digest = e.digest"
        " FROM foundation_auditentry e WHERE e.position = %s",
        [position],
    )


def test_truncated_tail_is_detected_only_against_an_anchor():
    first = act(1)
    act(2)
    anchor = audit.anchor()
    with as_the_owner() as cursor:
        cut_tail(cursor, first)
    assert list(audit.verify()) == []
    assert [fault.position for fault in audit.verify(audit.parse_anchors(anchor))] == [first + 1]


def test_rewritten_chain_is_detected_against_an_anchor():
    first = act(1)
    act(2)
    anchor = audit.anchor()
    with as_the_owner() as cursor:
        cut_tail(cursor, first)
    act(3)
    assert list(audit.verify()) == []
    assert [fault.position for fault in audit.verify(audit.parse_anchors(anchor))] == [first + 1]


def test_an_anchor_of_a_chain_that_has_grown_since_still_holds():
    act(1)
    anchor = audit.anchor()
    act(2)
    assert list(audit.verify(audit.parse_anchors(f"Dear keeper,\n{anchor}\n"))) == []


def test_text_cannot_move_between_fields():
    entry = {"position": 1, "created_at": WHEN, "by": "ab", "verb": "c", "subject": "d", "detail": "{}"}
    moved = entry | {"by": "a", "verb": "bc"}
    assert audit.digest_of(entry, audit.START) != audit.digest_of(moved, audit.START)


def test_text_beyond_ascii_gives_the_same_digest_in_both_places():
    audit.record(by="staff:1", at=WHEN, verb="tests.act", subject="£5 café ✓", detail={"naïve": "“quoted”"})
    assert list(audit.verify()) == []
