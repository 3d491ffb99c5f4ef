"""Register people, find and correct them, answer their access requests, and erase them."""

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
    """A person cannot be erased now; the message says what holds them."""


_blockers: list[tuple[Callable[[int], str | None], str]] = []


def register_erasure_blocker(reason: Callable[[int], str | None], *, public_reason: str = "") -> None:
    """Let a floor above say why a person (by id) cannot be erased yet: an open case, a legal hold.

    told: what the person themselves is told in its place, where the reason is for staff alone.
    """
    _blockers.append((reason, public_reason))


def erasure_blockers(person_id: int, *, to_themselves: bool = False) -> tuple[str, ...]:
    """Why a person cannot be erased now, in sentences for staff or for themselves; none when they can."""
    same = merged_person_ids(person_id)
    reasons = [
        (to_themselves and public_reason) or message for reason, public_reason in _blockers for record_id in same if (message := reason(record_id))
    ]  # fmt: skip
    return tuple(dict.fromkeys(reasons))


def register_person(
    *, by: str, at: datetime, kind: str = "resident", name: str = "", email: str = "", phone: str = "",
    address: str = "", uprn: int | None = None, account_id: int | None = None, prefers: str = "",
) -> int:  # fmt: skip
    """Write down a person and return their id."""
    with transaction.atomic():
        return create_person(
            by=by, at=at, kind=kind, name=name, email=email, phone=phone, address=address, uprn=uprn,
            account_id=account_id, prefers=prefers,
        )  # fmt: skip


def search(*, by: str, at: datetime, query: str, page: int = 1) -> PeoplePage:
    """Find people, and record that someone looked, how and how many they found, but not the words they looked for."""
    with transaction.atomic():
        results = queries.search(query, page)
        detail = {"by": results.by, "results": len(results.people), "page": page}
        audit.record(by=by, at=at, verb="people.search", subject="people", detail=detail)
    return results


def open_record(*, by: str, at: datetime, reference: str) -> PersonDetail | None:
    """Open a person's record, which is recorded; None when there is no such person."""
    with transaction.atomic():
        person = queries.details(reference)
        if person:
            audit.record(by=by, at=at, verb="people.check_duplicates", subject=f"person:{person.id}")
    return person


def register_own(*, by: str, at: datetime, account_id: int, name: str, email: str) -> int:
    """The person whose account it is, written down now when nobody was: asked twice at once, it is one person."""
    with transaction.atomic():
        locks.lock(f"person of account {account_id}")
        known = queries.person_of_account(account_id)
        return known or register_person(by=by, at=at, name=name, email=email, account_id=account_id)


def correct(
    *, by: str, at: datetime, person_id: int, version: str, changes: Mapping[str, str], source: str = "record",
    confidence: Confidence = Confidence.REPORTED,
) -> None:  # fmt: skip
    """Correct a person's details; UK GDPR article 16. `version` is the one that was read (Details.version).

    source and sure: who says so, and how sure that makes it.
    Raises Stale when anything was changed since, and Refused for the erased and for what is not corrected here.
    A new address is not yet matched to a property, so its UPRN is dropped.
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
    """Everything held about a person, table by table: the subject's right of access, UK GDPR article 15."""
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
    """Rows that both a person and their account lead to are told once."""
    for table, rows in more.items():
        data[table] = [*data.get(table, []), *(row for row in rows if row not in data.get(table, []))]


def answer_own_request(*, by: str, at: datetime, account_id: int) -> dict[str, Any]:
    """Everything held about whoever owns an account, as a person when they are one of ours."""
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
    """Blank everything that names a person, keeping the rows so that counts stay true; UK GDPR article 17.

    ground: why, as the tombstone says it; it names no one. Returns rows changed by table. Raises Held while anything
    holds them, and Refused without a ground or when it was done already. Their account is switched off for good.
    Every record that was merged with theirs goes too. What a law has us keep stays until its class is disposed of.
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
            events.record_and_publish(PersonErased(item), by=by, at=at, verb="people.erase", subject=f"person:{item}", detail=detail)
    return dict(changed)


def legal_retention_notes(person_id: int) -> tuple[str, ...]:
    """What of a person's a law has us keep though they are erased, why, and until when; in sentences, for anybody."""
    return tuple(item.sentence for item in retention.legal_retentions(merged_person_ids(person_id)))


def _tombstone(ground: str, changed: Mapping[str, int], retained: list[retention.LegalRetention]) -> dict[str, Any]:
    by_law = {f"{item.key} until {item.until}": item.count for item in retained}
    return {"ground": ground, "rows": dict(changed)} | ({"retained": by_law} if by_law else {})


def _erase_record(person: Person, *, by: str, at: datetime) -> Counter[str]:
    """Blank one record and all that leads to it. Returns rows changed by table."""
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
    """Earlier versions of the row would name the person still."""
    PersonEvent.objects.filter(pgh_obj_id=person_id).delete()
    StoredFactEvent.objects.filter(person_id=person_id).delete()
