"""Register, find and correct people, answer access requests, and erase people."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from borough.access import public as access
from borough.foundation import audit, events, privacy, retention
from borough.foundation.db import locks
from borough.kernel.refusals import Refused, Stale
from borough.people.actions.canonical_person import lock_canonical_person
from borough.people.actions.erasure import complete_erasures
from borough.people.actions.facts import create_person, record_contact_facts
from borough.people.actions.mandates import revoke_all_mandates
from borough.people.actions.memberships import end_memberships
from borough.people.actions.merges import queue_duplicate_check
from borough.people.models import Person, PersonEvent, StoredFactEvent
from borough.people.queries import households
from borough.people.queries import people as queries
from borough.people.queries.merged import merged_person_ids
from borough.people.rules import people as rules
from borough.people.types import Confidence, PeoplePage, PersonDetail, PersonErased


class ErasureBlocked(RuntimeError):
    """A person cannot be erased now; the message gives the reason."""


_blockers: list[tuple[Callable[[int], str | None], str]] = []


def register_erasure_blocker(reason: Callable[[int], str | None], *, public_reason: str = "") -> None:
    """Register a function that returns why a person (by ID) cannot be erased yet: an open case, a legal hold.

    public_reason: shown to the person instead, where the actual reason is for staff only.
    """
    _blockers.append((reason, public_reason))


def erasure_blockers(person_id: int, *, to_themselves: bool = False) -> tuple[str, ...]:
    """Return why a person cannot be erased now, as sentences for staff or for the person; empty if they can."""
    same = merged_person_ids(person_id)
    reasons = [
        (to_themselves and public_reason) or message
        for reason, public_reason in _blockers
        for record_id in same
        if (message := reason(record_id))
    ]
    return tuple(dict.fromkeys(reasons))


def register_person(
    *,
    by: str,
    at: datetime,
    kind: str = "resident",
    name: str = "",
    email: str = "",
    phone: str = "",
    address: str = "",
    uprn: int | None = None,
    account_id: int | None = None,
    prefers: str = "",
) -> int:
    """Register a person and return the ID."""
    with transaction.atomic():
        return create_person(
            by=by,
            at=at,
            kind=kind,
            name=name,
            email=email,
            phone=phone,
            address=address,
            uprn=uprn,
            account_id=account_id,
            prefers=prefers,
        )


def search(*, by: str, at: datetime, query: str, page: int = 1) -> PeoplePage:
    """Search people, and record the search, its type and result count, but not the query."""
    with transaction.atomic():
        results = queries.search(query, page)
        detail = {"by": results.by, "results": len(results.people), "page": page}
        audit.record(by=by, at=at, verb="people.search", subject="people", detail=detail)
    return results


def open_record(*, by: str, at: datetime, reference: str) -> PersonDetail | None:
    """Open a person's record and record the access; None if there is no such person."""
    with transaction.atomic():
        person = queries.details(reference)
        if person:
            audit.record(by=by, at=at, verb="people.check_duplicates", subject=f"person:{person.id}")
    return person


def register_own(*, by: str, at: datetime, account_id: int, name: str, email: str) -> int:
    """Return the person of an account, created if necessary; concurrent calls create only one."""
    with transaction.atomic():
        locks.lock(f"person of account {account_id}")
        known = queries.person_of_account(account_id)
        return known or register_person(by=by, at=at, name=name, email=email, account_id=account_id)


def correct(
    *,
    by: str,
    at: datetime,
    person_id: int,
    version: str,
    changes: Mapping[str, str],
    source: str = "record",
    confidence: Confidence = Confidence.REPORTED,
) -> None:
    """Correct a person's details; UK GDPR article 16. `version` is the one read (PersonDetail.version).

    source and confidence: who stated it, and how reliably.
    Raises Stale if anything changed since, and Refused for an erased person and for fields not corrected here.
    A new address has not been matched to a property, so its UPRN is cleared.
    """
    with transaction.atomic():
        person = lock_canonical_person(person_id)
        person_id = person.pk
        rules.check_can_correct(erased=person.erased_at is not None, changes=changes)
        if queries.details_of(person).version != version:
            raise Stale("Someone else has changed these details since you opened them. Nothing of yours is saved yet.")
        changed: dict[str, Any] = {name: value for name, value in changes.items() if getattr(person, name) != value}
        if not changed:
            return
        if "address" in changed:
            changed["uprn"] = None
        Person.objects.filter(pk=person_id).update(**changed)
        reach = [name for name in changed if name in rules.CONTACT_FACTS]
        record_contact_facts(person_id, reach, changed, source=source, confidence=confidence, at=at)
        queue_duplicate_check(person_id)
        detail = {"fields": sorted(changed)}
        audit.record(by=by, at=at, verb="people.correct", subject=f"person:{person_id}", detail=detail)


def answer_access_request(*, by: str, at: datetime, person_id: int) -> dict[str, Any]:
    """Return everything stored about a person, by table: right of access, UK GDPR article 15."""
    with transaction.atomic():
        data: dict[str, list[dict[str, Any]]] = {}
        same = merged_person_ids(person_id)
        for person in Person.objects.filter(pk__in=same).order_by("pk"):
            _add(data, privacy.everything_about("person", person.pk))
            if person.account_id:
                _add(data, privacy.everything_about("account", person.account_id))
        _add(data, households.access_export(same))
        _record_access(by, at, f"person:{same[0]}", data)
    return data


def _add(data: dict[str, list[dict[str, Any]]], more: Mapping[str, list[dict[str, Any]]]) -> None:
    """Add rows, once each if both the person and their account lead to them."""
    for table, rows in more.items():
        data[table] = [*data.get(table, []), *(row for row in rows if row not in data.get(table, []))]


def answer_own_request(*, by: str, at: datetime, account_id: int) -> dict[str, Any]:
    """Return everything stored about an account's owner, including as a person if they are on record."""
    if person_id := queries.person_of_account(account_id):
        return answer_access_request(by=by, at=at, person_id=person_id)
    with transaction.atomic():
        data = privacy.everything_about("account", account_id)
        _record_access(by, at, f"account:{account_id}", data)
    return data


def _record_access(by: str, at: datetime, subject: str, data: dict[str, Any]) -> None:
    detail = {"rows": {table: len(rows) for table, rows in data.items()}}
    audit.record(by=by, at=at, verb="people.access", subject=subject, detail=detail)


def erase(*, by: str, at: datetime, person_id: int, ground: str) -> dict[str, int]:
    """Blank all personal data of a person, keeping the rows so that statistics stay correct; UK GDPR article 17.

    ground: the reason recorded in the tombstone; it must name no one. Return rows changed by table. Raises
    ErasureBlocked while anything prevents it, and Refused without a ground or if already erased. Their account is
    disabled permanently. All merged records are erased too. What a law requires us to keep stays until its
    disposal.
    """
    with transaction.atomic():
        same = merged_person_ids(person_id)
        records = list(Person.objects.select_for_update().filter(pk__in=same).order_by("pk"))
        if merged_person_ids(person_id) != same:
            raise Refused("These records were merged or taken apart just now. Look at them and try again.")
        rules.check_can_erase(erased=any(item.erased_at for item in records), ground=ground)
        if reasons := erasure_blockers(person_id):
            raise ErasureBlocked(" ".join(reasons))
        retained = retention.legal_retentions(same)
        complete_erasures(by=by, at=at, records=records, retained=[item.sentence for item in retained])
        changed: Counter[str] = Counter()
        for person in records:
            changed.update(_erase_record(person, by=by, at=at))
        for item in same:
            detail = _tombstone(ground, changed, retained) if item == same[0] else {"with": same[0]}
            events.record_and_publish(
                PersonErased(item), by=by, at=at, verb="people.erase", subject=f"person:{item}", detail=detail
            )
    return dict(changed)


def legal_retention_notes(person_id: int) -> tuple[str, ...]:
    """Return what a law requires us to keep about an erased person, why and until when; as sentences for anybody."""
    return tuple(item.sentence for item in retention.legal_retentions(merged_person_ids(person_id)))


def _tombstone(ground: str, changed: Mapping[str, int], retained: list[retention.LegalRetention]) -> dict[str, Any]:
    by_law = {f"{item.key} until {item.until}": item.count for item in retained}
    return {"ground": ground, "rows": dict(changed)} | ({"retained": by_law} if by_law else {})


def _erase_record(person: Person, *, by: str, at: datetime) -> Counter[str]:
    """Blank one record and everything that refers to it. Return rows changed by table."""
    revoke_all_mandates(by=by, at=at, person_id=person.pk, account_id=person.account_id)
    changed = Counter(privacy.clear("person", person.pk, row_filter=retention.exclude_legal_retention))
    if person.account_id:
        access.set_active(by=by, at=at, account_id=person.account_id, active=False)
        changed |= Counter(privacy.clear("account", person.account_id, row_filter=retention.exclude_legal_retention))
    changed.update(end_memberships(person, at=at))
    Person.objects.filter(pk=person.pk).update(erased_at=at, account=None)
    _drop_history(person.pk)
    return changed


def _drop_history(person_id: int) -> None:
    """Delete earlier versions of the row, which would still name the person."""
    PersonEvent.objects.filter(pgh_obj_id=person_id).delete()
    StoredFactEvent.objects.filter(person_id=person_id).delete()
