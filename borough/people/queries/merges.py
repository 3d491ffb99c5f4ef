"""Possible duplicates and merges, for display."""

from collections.abc import Iterable

from django.db.models import Max, Q
from django.db.models.functions import Lower

from borough.people.models import PHONE_TAIL, Merge, Person, PossibleDuplicate
from borough.people.queries.merged import merged_person_ids
from borough.people.queries.people import details_of
from borough.people.rules import duplicates as rules
from borough.people.types import DUPLICATE_REASONS, DuplicateReason, MergeSummary, PossibleDuplicateDetail

MOST_ALIKE = 50  # of one record: a shared work or made-up address matches many different people


def find_similar(person: Person) -> dict[int, tuple[DuplicateReason, ...]]:
    """Return possible duplicates of a record by ID, with reasons. Three index look-ups, never all pairs.

    Each look-up is a separate, unordered query: combined or ordered, the database would scan all records instead.
    """
    email, phone_tail = person.email.strip().lower(), rules.phone_tail(person.phone)
    wanted = [
        Q(by_email=email) & ~Q(email="") if email else None,
        Q(by_phone=phone_tail) & ~Q(phone="") if phone_tail else None,
        Q(uprn=person.uprn) if person.uprn else None,
    ]
    rows = Person.objects.alias(by_email=Lower("email"), by_phone=PHONE_TAIL).filter(erased_at=None, merged_into=None)
    candidates = {
        candidate.pk: candidate
        for each in wanted
        if each
        for candidate in rows.filter(each).exclude(pk=person.pk)[:MOST_ALIKE]
    }
    results = {
        pk: rules.duplicate_reasons(comparable(person), comparable(other)) for pk, other in sorted(candidates.items())
    }
    return {pk: reasons for pk, reasons in results.items() if reasons}


def comparable(person: Person) -> rules.ComparedRecord:
    """Convert a record to the form used for comparison."""
    return rules.ComparedRecord(
        kind=person.kind, name=person.name, email=person.email, phone=person.phone, uprn=person.uprn
    )


def _open() -> Q:
    living = {f"{side}__{name}": None for side in ("first", "second") for name in ("erased_at", "merged_into")}
    return Q(state="waiting", **living)


def possible_duplicates(after: int = 0, limit: int = 25) -> list[PossibleDuplicateDetail]:
    """Return pending pairs, oldest first, after an ID."""
    rows = PossibleDuplicate.objects.select_related("first", "second", "first__account", "second__account")
    return [_detail(row) for row in rows.filter(_open(), pk__gt=after).order_by("id")[:limit]]


def count_possible_duplicates(most: int | None = None) -> int:
    """Return the number of pending pairs, counted up to `most` if given."""
    return PossibleDuplicate.objects.filter(_open())[:most].count()


def possible_duplicate(number: int) -> PossibleDuplicateDetail | None:
    """Return a pending pair; None if it does not exist or was decided."""
    rows = PossibleDuplicate.objects.select_related("first", "second", "first__account", "second__account")
    row = rows.filter(_open(), pk=number).first()
    return _detail(row) if row else None


def _detail(row: PossibleDuplicate) -> PossibleDuplicateDetail:
    return PossibleDuplicateDetail(
        id=row.pk,
        reasons=tuple(DUPLICATE_REASONS[DuplicateReason(reason)] for reason in row.reasons),
        detected_at=row.detected_at,
        state=row.state,
        first=details_of(row.first),
        second=details_of(row.second),
        first_signs_in=signs_in(row.first),
        second_signs_in=signs_in(row.second),
    )


def signs_in(person: Person) -> bool:
    """Return whether a record has an active account."""
    return person.account is not None and person.account.is_active


def latest_into(canonical_ids: Iterable[int]) -> int | None:
    """Return the ID of the latest active merge into any of these records."""
    latest: int | None = Merge.objects.filter(canonical__in=list(canonical_ids), undone_at=None).aggregate(
        last=Max("id")
    )["last"]
    return latest


def merges_of(person_id: int) -> list[MergeSummary]:
    """Return the records merged into a person's, latest first."""
    rows = Merge.objects.select_related("merged", "canonical").filter(
        canonical__in=merged_person_ids(person_id), undone_at=None
    )
    return [
        MergeSummary(
            reference=row.reference,
            merged=row.merged.reference,
            merged_name=row.merged.name,
            merged_at=row.merged_at,
            merged_by=row.merged_by,
            may_undo=row.canonical.merged_into_id is None and row.pk == latest_into([row.canonical_id]),
        )
        for row in rows.order_by("-id")
    ]
