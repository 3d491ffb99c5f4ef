"""Shared membership logic of organisations and households: add, change, end and erase."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from borough.kernel.refusals import Refused
from borough.people.actions.canonical_person import lock_canonical_person
from borough.people.models import (
    HouseholdMember,
    HouseholdMemberEvent,
    Organisation,
    OrganisationEvent,
    OrganisationRole,
    OrganisationRoleEvent,
    Person,
    StoredFact,
    StoredFactEvent,
)
from borough.people.queries.merged import merged_person_ids
from borough.people.rules import memberships as rules

OVERLAP = "They are there already at that time"
REMOVED = "Somebody has taken this out meanwhile"
Rows = QuerySet[OrganisationRole] | QuerySet[HouseholdMember]


def lock_unerased_person(person_id: int) -> Person:
    """Return the canonical record, locked until the transaction ends. Raises Refused for an erased person."""
    person = lock_canonical_person(person_id)
    rules.check_person(erased=person.erased_at is not None)
    return person


def check_no_overlap(rows: Rows, person: Person, starts_on: date, ends_on: date | None = None, but: int = 0) -> None:
    """Raise Refused for a membership that overlaps another of the same person, under any merged record."""
    over = Q(ends_on=None) | Q(ends_on__gt=starts_on)
    before = Q(starts_on__lt=ends_on) if ends_on else Q()
    if rows.filter(over, before, person_id__in=merged_person_ids(person.pk)).exclude(pk=but).exists():
        raise Refused(OVERLAP)


def set_days(rows: Rows, number: int, starts_on: date, ends_on: date | None, today: date, **more: str) -> list[str]:
    """Set a membership's start and end dates. Return the changed fields. Raises Refused."""
    rules.check_days(starts_on=starts_on, ends_on=ends_on, today=today)
    row = rows.select_for_update().filter(pk=number).first()
    if row is None or row.person_id is None:
        raise Refused(REMOVED)
    person = lock_unerased_person(row.person_id)
    check_no_overlap(rows.filter(**more), person, starts_on, ends_on, but=number)
    new: dict[str, Any] = {"starts_on": starts_on, "ends_on": ends_on, **more}
    changed = {name: value for name, value in new.items() if getattr(row, name) != value}
    rows.filter(pk=number).update(**changed) if changed else None
    return sorted(changed)


def remove(rows: Rows, number: int) -> None:
    """Remove an erroneous entry."""
    if not rows.filter(pk=number).delete()[0]:
        raise Refused(REMOVED)


def end_memberships(person: Person, *, at: datetime) -> dict[str, int]:
    """End an erased person's memberships; the fact and dates of each membership are kept.

    Current household memberships would lead back to the person, so they end and their history is deleted; a sole
    trader's firm is erased too. Call in the transaction of the erasure. Return rows changed by table.
    """
    today = rules.day_of(at)
    firms = set(
        OrganisationRole.objects.filter(person=person, organisation__kind="sole_trader").values_list(
            "organisation_id", flat=True
        )
    )
    changed = {
        OrganisationRole._meta.label: _end_rows(
            OrganisationRole.objects.filter(person=person), OrganisationRoleEvent, person, today
        ),
        HouseholdMember._meta.label: _end_rows(
            HouseholdMember.objects.filter(person=person), HouseholdMemberEvent, person, today
        ),
    }
    if erased := _erase_firms(firms, at, today):
        changed[Organisation._meta.label] = erased
    return {label: count for label, count in changed.items() if count}


def _end_rows(rows: Rows, events: Any, person: Person, today: date) -> int:
    endings = [(row.pk, row.ends_on or rules.end_date(row.starts_on, today)) for row in rows.select_for_update()]
    for pk, ends_on in endings:
        rows.filter(pk=pk).update(person=None, source="erased", stated_by="erased", ends_on=ends_on)
    events.objects.filter(Q(person_id=person.pk) | Q(pgh_obj_id__in=[pk for pk, _ in endings])).delete()
    return len(endings)


def _erase_firms(firms: set[int], at: datetime, today: date) -> int:
    """Erase the firms of a sole trader for which nobody else acts now."""
    others = set(
        OrganisationRole.objects.filter(organisation_id__in=firms, ends_on=None).values_list(
            "organisation_id", flat=True
        )
    )
    erasable = firms - others
    StoredFact.objects.filter(organisation_id__in=erasable).delete()
    StoredFactEvent.objects.filter(organisation_id__in=erasable).delete()
    done = Organisation.objects.filter(pk__in=erasable, erased_at=None).update(
        name="", register="", number="", email="", phone="", address="", uprn=None, closed_on=today, erased_at=at
    )
    OrganisationEvent.objects.filter(pgh_obj_id__in=erasable).delete()
    return done
