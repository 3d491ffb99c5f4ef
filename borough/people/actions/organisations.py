"""Create, correct and close organisations, and record who acts for them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from borough.foundation import audit
from borough.foundation.db import locks
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused, Stale
from borough.people.actions.memberships import check_no_overlap, lock_unerased_person, remove, set_days
from borough.people.models import Organisation, OrganisationRole, StoredFact
from borough.people.queries import organisations as queries
from borough.people.queries.organisations import (
    facts,
    find_namesakes,
    find_role,
    list_roles,
    names_of,
    organisation,
    organisations_of,
)
from borough.people.rules import memberships as rules
from borough.people.rules.people import SHORTEST
from borough.people.types import Confidence
from borough.people.types.memberships import OrganisationsPage

__all__ = [
    "add",
    "add_role",
    "change_role",
    "close",
    "correct",
    "facts",
    "find_namesakes",
    "find_role",
    "list_roles",
    "names_of",
    "organisation",
    "organisations_of",
    "remove_role",
    "reopen",
    "search",
    "state_facts",
]
CORRECTABLE = ("kind", "name", "register", "number", "email", "phone", "address", "uprn")
REACH = ("name", "email", "phone", "address")
TWICE = "An organisation with this number is here already"
STALE = "Someone else has changed this organisation since you opened it. Nothing of yours is saved yet."


def search(*, by: str, at: datetime, query: str, page: int = 1) -> OrganisationsPage:
    """Search organisations, and record the search and its result count. Too short a query finds none."""
    if len(query.strip()) < SHORTEST:
        return OrganisationsPage(organisations=(), more=False)
    with transaction.atomic():
        results = queries.find(query, page)
        detail = {"results": len(results.organisations), "page": page}
        audit.record(by=by, at=at, verb="people.search_organisations", subject="organisations", detail=detail)
    return results


def add(
    *,
    by: str,
    at: datetime,
    kind: str,
    name: str,
    register: str = "",
    number: str = "",
    email: str = "",
    phone: str = "",
    address: str = "",
    uprn: int | None = None,
    source: str = "record",
    confidence: Confidence = Confidence.REPORTED,
) -> str:
    """Create an organisation and return its reference. Raises Refused if an open one has the same number."""
    rules.check_details(kind=kind, name=name)
    number = rules.number_of(register, number)
    with transaction.atomic():
        _check_number(register, number)
        row = Organisation.objects.create(
            reference=new_reference(),
            kind=kind,
            name=name.strip(),
            register=register,
            number=number,
            email=email,
            phone=phone,
            address=address,
            uprn=uprn,
            created_at=at,
        )
        stated = {key: None for key in REACH if getattr(row, key)}
        _store_facts(row, stated, anew=stated, source=source, confidence=confidence, at=at)
        _record(row, "add_organisation", by=by, at=at, kind=kind)
    return row.reference


def correct(
    *,
    by: str,
    at: datetime,
    reference: str,
    version: str,
    changes: Mapping[str, Any],
    source: str = "record",
    confidence: Confidence = Confidence.REPORTED,
) -> None:
    """Correct an organisation's details. Raises Stale if they changed since they were read, and Refused."""
    with transaction.atomic():
        row = _locked_organisation(reference)
        if queries.detail_of(row).version != version:
            raise Stale(STALE)
        if set(changes) - set(CORRECTABLE):
            raise Refused("Choose from the list.")
        new = {column: changes.get(column, getattr(row, column)) for column in CORRECTABLE}
        rules.check_details(kind=new["kind"], name=new["name"])
        new["number"] = rules.number_of(new["register"], new["number"])
        changed = {name: value for name, value in new.items() if getattr(row, name) != value}
        if not changed:
            return
        if {"register", "number"} & set(changed) and row.closed_on is None:
            _check_number(new["register"], new["number"])
        Organisation.objects.filter(pk=row.pk).update(**changed)
        stated = {key: None for key in REACH if key in changed and new[key]}
        _store_facts(row, stated, anew=stated, source=source, confidence=confidence, at=at)
        _record(row, "correct_organisation", by=by, at=at, fields=sorted(changed))


def state_facts(
    *, by: str, at: datetime, reference: str, facts: Mapping[str, str], source: str, confidence: Confidence
) -> None:
    """Store facts about an organisation with source and confidence; an empty value deletes the fact."""
    rules.check_facts(facts)
    with transaction.atomic():
        row = _locked_organisation(reference)
        existing = {fact.key: fact.value for fact in StoredFact.objects.filter(organisation=row)}
        values = {key: value.strip() for key, value in facts.items() if value.strip()}
        removed = [key for key in facts if key in existing and key not in values]
        StoredFact.objects.filter(organisation=row, key__in=removed).delete()
        _store_facts(
            row,
            values,
            anew=[key for key in values if existing.get(key) != values[key]],
            source=source,
            confidence=confidence,
            at=at,
        )
        if changed := sorted([*removed, *(key for key in values if existing.get(key) != values[key])]):
            _record(row, "state_organisation_facts", by=by, at=at, facts=changed)


def close(*, by: str, at: datetime, reference: str) -> None:
    """Close an organisation: its roles end today. Repeating has no effect."""
    today = rules.day_of(at)
    with transaction.atomic():
        row = _locked_organisation(reference)
        if row.closed_on is not None:
            return
        roles = OrganisationRole.objects.select_for_update().filter(organisation=row, ends_on=None)
        for role in roles:
            OrganisationRole.objects.filter(pk=role.pk).update(ends_on=rules.end_date(role.starts_on, today))
        Organisation.objects.filter(pk=row.pk).update(closed_on=today)
        _record(row, "close_organisation", by=by, at=at, people=len(roles))


def reopen(*, by: str, at: datetime, reference: str) -> None:
    """Reopen an organisation closed in error. Roles must be added again. Raises Refused."""
    with transaction.atomic():
        row = _locked_organisation(reference)
        if row.closed_on is None:
            return
        _check_number(row.register, row.number)
        Organisation.objects.filter(pk=row.pk).update(closed_on=None)
        _record(row, "reopen_organisation", by=by, at=at)


def add_role(
    *,
    by: str,
    at: datetime,
    reference: str,
    person_id: int,
    role: str,
    starts_on: date,
    source: str,
    confidence: Confidence,
) -> int:
    """Record that a person acts for an organisation from a day; return the role's number. Raises Refused."""
    today = rules.day_of(at)
    rules.check_role(role)
    rules.check_days(starts_on=starts_on, ends_on=None, today=today)
    with transaction.atomic():
        row = _locked_organisation(reference)
        rules.check_open(closed_on=row.closed_on)
        person = lock_unerased_person(person_id)
        check_no_overlap(OrganisationRole.objects.filter(organisation=row, role=role), person, starts_on)
        created = OrganisationRole.objects.create(
            organisation=row,
            person=person,
            role=role,
            starts_on=starts_on,
            source=source,
            confidence=confidence,
            stated_at=at,
            stated_by=by,
        )
        _record(row, "act_for", by=by, at=at, person=person.pk, acting=created.pk)
    return created.pk


def change_role(
    *, by: str, at: datetime, reference: str, number: int, role: str, starts_on: date, ends_on: date | None
) -> None:
    """Correct a person's role, start date and end date. Raises Refused."""
    rules.check_role(role)
    with transaction.atomic():
        row = _locked_organisation(reference)
        if ends_on is None:
            rules.check_open(closed_on=row.closed_on)
        roles = OrganisationRole.objects.filter(organisation=row, person__isnull=False)
        changed = set_days(roles, number, starts_on, ends_on, rules.day_of(at), role=role)
        _record(row, "change_acting", by=by, at=at, acting=number, fields=changed)


def remove_role(*, by: str, at: datetime, reference: str, number: int) -> None:
    """Remove an erroneous entry: the person never acted for it."""
    with transaction.atomic():
        row = _locked_organisation(reference)
        remove(OrganisationRole.objects.filter(organisation=row, person__isnull=False), number)
        _record(row, "remove_acting", by=by, at=at, acting=number)


def _locked_organisation(reference: str) -> Organisation:
    row = Organisation.objects.select_for_update().get(reference=reference)
    if row.erased_at:
        raise Refused("This organisation was erased with the person it was of.")
    return row


def _check_number(register: str, number: str) -> None:
    if number:
        locks.lock(f"organisation {register} {number}")
        if queries.with_number(register, number):
            raise Refused(TWICE)


def _store_facts(
    row: Organisation, facts: Mapping[str, str | None], *, anew: Any, source: str, confidence: Confidence, at: datetime
) -> None:
    """Store facts: new and changed ones with their source, the others confirmed."""
    provenance = {"source": source, "confidence": confidence, "stated_at": at, "confirmed_at": at}
    for key, value in facts.items():
        if key in anew:
            StoredFact.objects.update_or_create(organisation=row, key=key, defaults={"value": value, **provenance})
        else:
            StoredFact.objects.filter(organisation=row, key=key).update(confirmed_at=at)


def _record(row: Organisation, verb: str, *, by: str, at: datetime, **detail: Any) -> None:
    audit.record(by=by, at=at, verb=f"people.{verb}", subject=f"organisation:{row.pk}", detail=detail)
