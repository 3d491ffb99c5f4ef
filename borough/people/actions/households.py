"""Make households, join and leave them: who lives with whom, from when until when, and who said so."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from borough.foundation import audit
from borough.kernel.references import new_reference
from borough.people.actions.belonging import check_free, living_person, remove, set_days
from borough.people.models import Household, Living
from borough.people.queries.households import at_property, household, lives_with
from borough.people.queries.same import same_as
from borough.people.rules import belonging as rules
from borough.people.types import Sure

__all__ = ["at_property", "change", "household", "join", "lives_with", "make", "moved", "take_out"]


def make(
    *, by: str, at: datetime, uprn: int, person_id: int, starts_on: date, source: str, sure: Sure
) -> str:  # fmt: skip
    """Begin a household at a property with the first of its people, and return its reference. Raises Refused."""
    with transaction.atomic():
        row = Household.objects.create(reference=new_reference(), uprn=uprn, made_at=at)
        _record(row, "make_household", by=by, at=at)
        join(by=by, at=at, reference=row.reference, person_id=person_id, starts_on=starts_on, source=source, sure=sure)
    return row.reference


def join(
    *, by: str, at: datetime, reference: str, person_id: int, starts_on: date, source: str, sure: Sure
) -> int:  # fmt: skip
    """Say that a person lives in a household since a day; returns the number of that. Raises Refused."""
    rules.check_days(starts_on=starts_on, ends_on=None, today=rules.day_of(at))
    with transaction.atomic():
        row = _held(reference)
        person = living_person(person_id)
        check_free(Living.objects.filter(household=row), person, starts_on)
        made = Living.objects.create(
            household=row, person=person, starts_on=starts_on, source=source, sure=sure, said_at=at, said_by=by
        )
        _record(row, "join_household", by=by, at=at, person=person.pk, living=made.pk)
    return made.pk


def change(
    *, by: str, at: datetime, reference: str, number: int, starts_on: date, ends_on: date | None
) -> None:  # fmt: skip
    """Correct since when somebody lives there, or say that they left. Raises Refused."""
    with transaction.atomic():
        row = _held(reference)
        found = Living.objects.filter(household=row, person__isnull=False)
        changed = set_days(found, number, starts_on, ends_on, rules.day_of(at))
        _record(row, "change_living", by=by, at=at, living=number, fields=changed)


def take_out(*, by: str, at: datetime, reference: str, number: int) -> None:
    """Take out what was entered amiss: they never lived there."""
    with transaction.atomic():
        row = _held(reference)
        remove(Living.objects.filter(household=row, person__isnull=False), number)
        _record(row, "remove_living", by=by, at=at, living=number)


def moved(*, by: str, at: datetime, person_id: int, before: int | None, now_at: int | None) -> None:
    """End what somebody was part of at the property they left. Call it where their property is written.

    Somebody with two homes leaves one of them: the one their record named before.
    """
    if before is None or before == now_at:
        return
    today = rules.day_of(at)
    rows = Living.objects.select_for_update().select_related("household").filter(
        person_id__in=same_as(person_id), household__uprn=before, ends_on=None
    )  # fmt: skip
    for one in rows:
        Living.objects.filter(pk=one.pk).update(ends_on=rules.ends_now(one.starts_on, today))
        _record(one.household, "leave_household", by=by, at=at, living=one.pk)


def _held(reference: str) -> Household:
    return Household.objects.select_for_update().get(reference=reference)


def _record(row: Household, verb: str, *, by: str, at: datetime, **detail: Any) -> None:
    audit.record(by=by, at=at, verb=f"people.{verb}", subject=f"household:{row.pk}", detail=detail)
