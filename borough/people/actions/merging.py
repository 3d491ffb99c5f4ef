"""Find records that may be of one person, say that they are not, put them together, and take them apart again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from borough.foundation import audit, events
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused, Stale
from borough.people.models import Likeness, Merge, Person, Unlooked
from borough.people.queries import merging as queries
from borough.people.queries.people import details_of
from borough.people.rules import duplicates as rules
from borough.people.types import MergeUndone, PeopleMerged, Side

COLUMNS = ("kind", "name", "email", "phone", "address", "prefers")
CHANGED = "Someone has changed one of these records since you opened them. Nothing is merged yet. Compare them again."


def look_for_likeness(*, at: datetime, person: Person) -> int:
    """Keep the pairs a record may be one of, as it stands now; call it where it was written. Returns how many.

    What was decided stays decided. A pair that waits and is alike no more is dropped.
    """
    found = {} if person.erased_at or person.merged_into_id else queries.alike(person)
    pairs = {(min(person.pk, other), max(person.pk, other)): reasons for other, reasons in found.items()}
    waiting = Likeness.objects.filter(state="waiting", decided_at=None)
    for row in (waiting.filter(first=person) | waiting.filter(second=person)).select_for_update():
        if (row.first_id, row.second_id) not in pairs:
            row.delete()
    Likeness.objects.bulk_create(
        [
            Likeness(first_id=first, second_id=second, reasons=reasons, found_at=at)
            for (first, second), reasons in sorted(pairs.items())
        ],
        update_conflicts=True, unique_fields=["first", "second"], update_fields=["reasons"],
    )  # fmt: skip
    return len(pairs)


def have_looked_at(person_id: int) -> None:
    """Have the worker look for records that are like one which was just written."""
    Unlooked.objects.bulk_create([Unlooked(person_id=person_id)], ignore_conflicts=True)


def look_at_written(*, at: datetime, limit: int = 500) -> int:
    """Look for the likes of records written lately, at most so many; returns how many there were.

    Each by itself, and its mark goes first: whoever writes it meanwhile waits for one look and marks it anew.
    """
    marked = list(Unlooked.objects.order_by("pk").values_list("pk", flat=True)[:limit])
    for pk in marked:
        with transaction.atomic():
            if Unlooked.objects.filter(pk=pk).delete()[0]:
                look_for_likeness(at=at, person=Person.objects.get(pk=pk))
    return len(marked)


def keep_apart(*, by: str, at: datetime, number: int) -> None:
    """Say of a pair that they are two people: it is not asked again. Raises Refused when it was decided already."""
    with transaction.atomic():
        done = Likeness.objects.filter(pk=number, state="waiting").update(
            state="apart", decided_at=at, decided_by=by
        )  # fmt: skip
        if not done:
            raise Refused("This pair was decided already.")
        audit.record(by=by, at=at, verb="people.keep_apart", subject=f"likeness:{number}", detail={})


def merge(
    *, by: str, at: datetime, kept_id: int, gone_id: int, versions: Mapping[int, str], chosen: Mapping[str, str]
) -> str:  # fmt: skip
    """Put one record under another and return the merging's reference. Both are then found as one, and none moves.

    versions: of both, as they were read (Details.version). chosen: column to Side, where it is not the kept one's.
    Raises Stale when either changed since, Refused when they cannot be one.
    """
    with transaction.atomic():
        kept, gone = _both(kept_id, gone_id)
        rules.check_can_merge(kept=_mergeable(kept), gone=_mergeable(gone), chosen=chosen, columns=COLUMNS)
        if any(details_of(one).version != versions.get(one.pk) for one in (kept, gone)):
            raise Stale(CHANGED)
        columns = [one for one in COLUMNS if chosen.get(one) == Side.GONE]
        columns += ["uprn"] if "address" in columns else []
        changed = [one for one in columns if getattr(kept, one) != getattr(gone, one)]
        before, after = [getattr(kept, one) for one in changed], [getattr(gone, one) for one in changed]
        Person.objects.filter(pk=gone_id).update(merged_into_id=kept_id)
        if changed:
            Person.objects.filter(pk=kept_id).update(**dict(zip(changed, after, strict=True)))
        row = Merge.objects.create(
            reference=new_reference(),
            kept=kept,
            gone=gone,
            columns=changed,
            before=before,
            after=after,
            merged_at=at,
            merged_by=by,
        )
        _decide(row, before="waiting", state="merged", decided_at=at, decided_by=by)
        _look_again(kept, at=at)
        detail = {"kept": kept_id, "gone": gone_id, "fields": sorted(changed)}
        events.done(
            PeopleMerged(row.reference, kept_id, gone_id), by=by, at=at, verb="people.merge",
            subject=f"merge:{row.reference}", detail=detail,
        )  # fmt: skip
    return row.reference


def undo_merge(*, by: str, at: datetime, reference: str) -> None:
    """Take two records apart again: each as it was, but for what was changed by somebody in between. Raises Refused."""
    with transaction.atomic():
        row = Merge.objects.get(reference=reference)
        kept, gone = _both(row.kept_id, row.gone_id)
        row = Merge.objects.select_for_update().get(pk=row.pk)
        rules.check_can_undo(
            undone=row.undone_at is not None, erased=kept.erased_at is not None,
            kept_merged=kept.merged_into_id is not None, latest=queries.latest_into([row.kept_id]) == row.pk,
        )  # fmt: skip
        Person.objects.filter(pk=row.gone_id).update(merged_into=None)
        back = {
            one: before for one, (before, after) in row.changes().items() if getattr(kept, one) == after
        }  # fmt: skip
        if back:
            Person.objects.filter(pk=row.kept_id).update(**back)
        Merge.objects.filter(pk=row.pk).update(undone_at=max(at, row.merged_at), undone_by=by)
        _decide(row, before="merged", state="waiting", decided_at=None, decided_by="")
        _look_again(kept, gone, at=at)
        detail = {"kept": row.kept_id, "gone": row.gone_id, "fields": sorted(back)}
        events.done(
            MergeUndone(reference, row.kept_id, row.gone_id), by=by, at=at, verb="people.undo_merge",
            subject=f"merge:{reference}", detail=detail,
        )  # fmt: skip


def _both(kept_id: int, gone_id: int) -> tuple[Person, Person]:
    """Both records, held in the order of their ids, so that two mergings never wait for each other."""
    rows = Person.objects.select_for_update().filter(pk__in=[kept_id, gone_id]).order_by("pk")
    found = {one.pk: one for one in rows}
    return found[kept_id], found[gone_id]


def _mergeable(one: Person) -> rules.Mergeable:
    return rules.Mergeable(
        id=one.pk, erased=one.erased_at is not None, merged=one.merged_into_id is not None,
        signs_in=queries.signs_in(one),
    )  # fmt: skip


def _decide(row: Merge, *, before: str, **values: Any) -> None:
    pair = {"first_id": min(row.kept_id, row.gone_id), "second_id": max(row.kept_id, row.gone_id)}
    Likeness.objects.filter(**pair, state=before).update(**values)


def _look_again(*people: Person, at: datetime) -> None:
    for person in people:
        person.refresh_from_db()
        look_for_likeness(at=at, person=person)


def look_through(*, at: datetime, after: int = 0, limit: int = 500) -> int:
    """Look at every record again, so many after an id: those written before there was anything to look for likes.

    Returns the id of the last one; 0 when there are no more.
    """
    rows = Person.objects.filter(pk__gt=after, erased_at=None, merged_into=None)
    last = 0
    for person in rows.order_by("pk")[:limit]:
        with transaction.atomic():
            look_for_likeness(at=at, person=person)
        last = person.pk
    return last
