"""Find possible duplicates, mark them as distinct, merge them, and undo merges."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from borough.foundation import audit, events
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused, Stale
from borough.people.models import DuplicateCheck, Merge, Person, PossibleDuplicate
from borough.people.queries import merges as queries
from borough.people.queries.people import details_of
from borough.people.rules import duplicates as rules
from borough.people.types import MergeUndone, PeopleMerged, Side

COLUMNS = ("kind", "name", "email", "phone", "address", "prefers")
CHANGED = "Someone has changed one of these records since you opened them. Nothing is merged yet. Compare them again."


def find_duplicates_of(*, at: datetime, person: Person) -> int:
    """Store the possible duplicates of a record as it is now; call where it was written. Return how many there are.

    Decisions are kept. A pending pair that is no longer similar is dropped.
    """
    matches = {} if person.erased_at or person.merged_into_id else queries.find_similar(person)
    pairs = {(min(person.pk, other), max(person.pk, other)): reasons for other, reasons in matches.items()}
    waiting = PossibleDuplicate.objects.filter(state="waiting", decided_at=None)
    for row in (waiting.filter(first=person) | waiting.filter(second=person)).select_for_update():
        if (row.first_id, row.second_id) not in pairs:
            row.delete()
    PossibleDuplicate.objects.bulk_create(
        [
            PossibleDuplicate(first_id=first, second_id=second, reasons=reasons, detected_at=at)
            for (first, second), reasons in sorted(pairs.items())
        ],
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["reasons"],
    )
    return len(pairs)


def queue_duplicate_check(person_id: int) -> None:
    """Queue a duplicate check of a record that was just written."""
    DuplicateCheck.objects.bulk_create([DuplicateCheck(person_id=person_id)], ignore_conflicts=True)


def check_queued_duplicates(*, at: datetime, limit: int = 500) -> int:
    """Check recently written records for duplicates, at most `limit`; return how many were checked.

    Each record is handled separately and its mark is deleted first: a concurrent writer waits for one check and
    marks the record again.
    """
    marked = list(DuplicateCheck.objects.order_by("pk").values_list("pk", flat=True)[:limit])
    for pk in marked:
        with transaction.atomic():
            if DuplicateCheck.objects.filter(pk=pk).delete()[0]:
                find_duplicates_of(at=at, person=Person.objects.get(pk=pk))
    return len(marked)


def mark_distinct(*, by: str, at: datetime, number: int) -> None:
    """Mark a pair as two different people; it is not suggested again. Raises Refused if already decided."""
    with transaction.atomic():
        done = PossibleDuplicate.objects.filter(pk=number, state="waiting").update(
            state="distinct", decided_at=at, decided_by=by
        )
        if not done:
            raise Refused("This pair was decided already.")
        audit.record(by=by, at=at, verb="people.mark_distinct", subject=f"likeness:{number}", detail={})


def merge(
    *, by: str, at: datetime, canonical_id: int, merged_id: int, versions: Mapping[int, str], chosen: Mapping[str, str]
) -> str:
    """Merge one record into another and return the merge's reference. Both are then found as one; no data moves.

    versions: of both, as read (PersonDetail.version). chosen: column to Side, where not the canonical record's.
    Raises Stale if either changed since, Refused if they cannot be merged.
    """
    with transaction.atomic():
        canonical, merged = _both(canonical_id, merged_id)
        rules.check_can_merge(
            canonical=_mergeable(canonical), merged=_mergeable(merged), chosen=chosen, columns=COLUMNS
        )
        if any(details_of(item).version != versions.get(item.pk) for item in (canonical, merged)):
            raise Stale(CHANGED)
        columns = [item for item in COLUMNS if chosen.get(item) == Side.MERGED]
        columns += ["uprn"] if "address" in columns else []
        changed = [item for item in columns if getattr(canonical, item) != getattr(merged, item)]
        before, after = [getattr(canonical, item) for item in changed], [getattr(merged, item) for item in changed]
        Person.objects.filter(pk=merged_id).update(merged_into_id=canonical_id)
        if changed:
            Person.objects.filter(pk=canonical_id).update(**dict(zip(changed, after, strict=True)))
        row = Merge.objects.create(
            reference=new_reference(),
            canonical=canonical,
            merged=merged,
            columns=changed,
            before=before,
            after=after,
            merged_at=at,
            merged_by=by,
        )
        _decide(row, before="waiting", state="merged", decided_at=at, decided_by=by)
        _recheck(canonical, at=at)
        detail = {"canonical": canonical_id, "merged": merged_id, "fields": sorted(changed)}
        events.record_and_publish(
            PeopleMerged(row.reference, canonical_id, merged_id),
            by=by,
            at=at,
            verb="people.merge",
            subject=f"merge:{row.reference}",
            detail=detail,
        )
    return row.reference


def undo_merge(*, by: str, at: datetime, reference: str) -> None:
    """Undo a merge: restore both records, except values changed since by somebody. Raises Refused."""
    with transaction.atomic():
        row = Merge.objects.get(reference=reference)
        canonical, merged = _both(row.canonical_id, row.merged_id)
        row = Merge.objects.select_for_update().get(pk=row.pk)
        rules.check_can_undo(
            undone=row.undone_at is not None,
            erased=canonical.erased_at is not None,
            canonical_merged=canonical.merged_into_id is not None,
            latest=queries.latest_into([row.canonical_id]) == row.pk,
        )
        Person.objects.filter(pk=row.merged_id).update(merged_into=None)
        back = {
            column: before for column, (before, after) in row.changes().items() if getattr(canonical, column) == after
        }
        if back:
            Person.objects.filter(pk=row.canonical_id).update(**back)
        Merge.objects.filter(pk=row.pk).update(undone_at=max(at, row.merged_at), undone_by=by)
        _decide(row, before="merged", state="waiting", decided_at=None, decided_by="")
        _recheck(canonical, merged, at=at)
        detail = {"canonical": row.canonical_id, "merged": row.merged_id, "fields": sorted(back)}
        events.record_and_publish(
            MergeUndone(reference, row.canonical_id, row.merged_id),
            by=by,
            at=at,
            verb="people.undo_merge",
            subject=f"merge:{reference}",
            detail=detail,
        )


def _both(canonical_id: int, merged_id: int) -> tuple[Person, Person]:
    """Return both records, locked in ID order, so that concurrent merges do not deadlock."""
    rows = Person.objects.select_for_update().filter(pk__in=[canonical_id, merged_id]).order_by("pk")
    by_id = {person.pk: person for person in rows}
    return by_id[canonical_id], by_id[merged_id]


def _mergeable(person: Person) -> rules.Mergeable:
    return rules.Mergeable(
        id=person.pk,
        erased=person.erased_at is not None,
        merged=person.merged_into_id is not None,
        signs_in=queries.signs_in(person),
    )


def _decide(row: Merge, *, before: str, **values: Any) -> None:
    pair = {"first_id": min(row.canonical_id, row.merged_id), "second_id": max(row.canonical_id, row.merged_id)}
    PossibleDuplicate.objects.filter(**pair, state=before).update(**values)


def _recheck(*people: Person, at: datetime) -> None:
    for person in people:
        person.refresh_from_db()
        find_duplicates_of(at=at, person=person)


def check_all_duplicates(*, at: datetime, after: int = 0, limit: int = 500) -> int:
    """Check all records for duplicates, in batches after an ID: for records older than the duplicate check.

    Return the last ID; 0 when there are no more.
    """
    rows = Person.objects.filter(pk__gt=after, erased_at=None, merged_into=None)
    last = 0
    for person in rows.order_by("pk")[:limit]:
        with transaction.atomic():
            find_duplicates_of(at=at, person=person)
        last = person.pk
    return last
