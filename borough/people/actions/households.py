"""Households: who lives with whom, between which dates, and by which source."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from borough.foundation import audit
from borough.kernel.references import new_reference
from borough.people.actions.memberships import check_no_overlap, lock_unerased_person, remove, set_days
from borough.people.models import Household, HouseholdMember
from borough.people.queries.households import at_property, household, households_of
from borough.people.queries.merged import merged_person_ids
from borough.people.rules import memberships as rules
from borough.people.types import Confidence

__all__ = ["at_property", "change", "household", "households_of", "join", "make", "record_move", "remove_member"]


def make(
    *, by: str, at: datetime, uprn: int, person_id: int, starts_on: date, source: str, confidence: Confidence
) -> str:
    """Create a household at a property with its first member and return its reference. Raises Refused."""
    with transaction.atomic():
        row = Household.objects.create(reference=new_reference(), uprn=uprn, created_at=at)
        _record(row, "make_household", by=by, at=at)
        join(
            by=by,
            at=at,
            reference=row.reference,
            person_id=person_id,
            starts_on=starts_on,
            source=source,
            confidence=confidence,
        )
    return row.reference


def join(
    *, by: str, at: datetime, reference: str, person_id: int, starts_on: date, source: str, confidence: Confidence
) -> int:
    """Add a person to a household from a day; return the membership number. Raises Refused."""
    rules.check_days(starts_on=starts_on, ends_on=None, today=rules.day_of(at))
    with transaction.atomic():
        row = _locked_household(reference)
        person = lock_unerased_person(person_id)
        check_no_overlap(HouseholdMember.objects.filter(household=row), person, starts_on)
        member = HouseholdMember.objects.create(
            household=row,
            person=person,
            starts_on=starts_on,
            source=source,
            confidence=confidence,
            stated_at=at,
            stated_by=by,
        )
        _record(row, "join_household", by=by, at=at, person=person.pk, living=member.pk)
    return member.pk


def change(*, by: str, at: datetime, reference: str, number: int, starts_on: date, ends_on: date | None) -> None:
    """Correct a member's start date, or record that they left. Raises Refused."""
    with transaction.atomic():
        row = _locked_household(reference)
        members = HouseholdMember.objects.filter(household=row, person__isnull=False)
        changed = set_days(members, number, starts_on, ends_on, rules.day_of(at))
        _record(row, "change_living", by=by, at=at, living=number, fields=changed)


def remove_member(*, by: str, at: datetime, reference: str, number: int) -> None:
    """Remove an erroneous entry: the person never lived there."""
    with transaction.atomic():
        row = _locked_household(reference)
        remove(HouseholdMember.objects.filter(household=row, person__isnull=False), number)
        _record(row, "remove_living", by=by, at=at, living=number)


def record_move(*, by: str, at: datetime, person_id: int, before: int | None, now_at: int | None) -> None:
    """End memberships at the property a person left. Call where their property is written.

    A person with two homes leaves one of them: the one previously in their record.
    """
    if before is None or before == now_at:
        return
    today = rules.day_of(at)
    rows = (
        HouseholdMember.objects.select_for_update()
        .select_related("household")
        .filter(person_id__in=merged_person_ids(person_id), household__uprn=before, ends_on=None)
    )
    for member in rows:
        HouseholdMember.objects.filter(pk=member.pk).update(ends_on=rules.end_date(member.starts_on, today))
        _record(member.household, "leave_household", by=by, at=at, living=member.pk)


def _locked_household(reference: str) -> Household:
    return Household.objects.select_for_update().get(reference=reference)


def _record(row: Household, verb: str, *, by: str, at: datetime, **detail: Any) -> None:
    audit.record(by=by, at=at, verb=f"people.{verb}", subject=f"household:{row.pk}", detail=detail)
