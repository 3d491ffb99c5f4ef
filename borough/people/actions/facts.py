"""State facts about a person once, with source and time, so that they can be shown and not asked again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from borough.foundation import audit
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.people.actions import households
from borough.people.actions.canonical_person import lock_canonical_person
from borough.people.actions.merges import queue_duplicate_check
from borough.people.models import Person, StoredFact
from borough.people.rules import people as rules
from borough.people.types import Confidence


def create_person(*, by: str, at: datetime, extra: Mapping[str, Any] | None = None, **columns: Any) -> int:
    """Create a person with an audit entry (including extra) and a duplicate-check mark; return the ID.

    Call in a transaction.
    """
    person = Person.objects.create(reference=new_reference(), created_at=at, **columns)
    if person.email or person.phone or person.uprn:
        queue_duplicate_check(person.pk)
    detail = {"kind": person.kind, **(extra or {})}
    audit.record(by=by, at=at, verb="people.register", subject=f"person:{person.pk}", detail=detail)
    return person.pk


def get_or_create_person(
    *,
    by: str,
    at: datetime,
    facts: Mapping[str, Any],
    source: str,
    confidence: Confidence,
    account_id: int | None = None,
) -> int:
    """Create a previously unknown person with the given facts and return the ID.

    facts: as for state_facts. Call in a transaction.
    """
    person_id = create_person(
        by=by,
        at=at,
        extra={"facts": sorted(facts), "source": source},
        kind="resident",
        account_id=account_id,
        **rules.contact_columns(facts),
    )
    provenance = {
        "person_id": person_id,
        "source": source,
        "confidence": confidence,
        "stated_at": at,
        "confirmed_at": at,
    }
    values = {key: None if key in rules.CONTACT_FACTS else value for key, value in facts.items()}
    StoredFact.objects.bulk_create([StoredFact(key=key, value=value, **provenance) for key, value in values.items()])
    return person_id


def state_facts(
    *,
    by: str,
    at: datetime,
    person_id: int,
    facts: Mapping[str, Any],
    source: str,
    confidence: Confidence = Confidence.STATED,
) -> tuple[str, ...]:
    """Store facts about a person as JSON values and return the keys of new or changed ones.

    “name”, “email”, “phone” and “address” are contact facts, stored in the person's record; an address is
    {"uprn", "lines", "postcode"}. An unchanged fact is confirmed, with the day. Raises Refused for an erased
    person. For a merged record the facts are stored with the canonical one.
    """
    with transaction.atomic():
        person = lock_canonical_person(person_id)
        person_id = person.pk
        if person.erased_at:
            raise Refused("This person was erased, so nothing more is kept about them.")
        reach = rules.contact_columns(facts)
        changed = [name for name, value in reach.items() if getattr(person, name) != value]
        if changed:
            Person.objects.filter(pk=person_id).update(**{name: reach[name] for name in changed})
        if "uprn" in changed:
            households.record_move(by=by, at=at, person_id=person_id, before=person.uprn, now_at=reach["uprn"])
        others = {key: value for key, value in facts.items() if key not in rules.CONTACT_FACTS}
        changed += _store_facts(person_id, others, source, confidence, at)
        record_contact_facts(
            person_id,
            [key for key in facts if key in rules.CONTACT_FACTS],
            changed,
            source=source,
            confidence=confidence,
            at=at,
        )
        if any(name in reach for name in changed):
            queue_duplicate_check(person_id)
        if changed:
            detail = {"facts": sorted(changed), "source": source}
            audit.record(by=by, at=at, verb="people.state_facts", subject=f"person:{person_id}", detail=detail)
    return tuple(changed)


def record_contact_facts(
    person_id: int, keys: Iterable[str], changed: Iterable[str], *, source: str, confidence: Confidence, at: datetime
) -> None:
    """Store the source and time of contact facts: renewed for changed ones, otherwise confirmed.

    The caller must have locked the person's row, so that nobody writes the same facts concurrently.
    """
    new, wanted = {"address" if name == "uprn" else name for name in changed}, list(keys)
    provenance = {"source": source, "confidence": confidence, "stated_at": at, "confirmed_at": at}
    existing = set(StoredFact.objects.filter(person_id=person_id, key__in=wanted).values_list("key", flat=True))
    StoredFact.objects.bulk_create(
        [StoredFact(person_id=person_id, key=key, **provenance) for key in wanted if key not in existing]
    )
    if anew := existing & new:
        StoredFact.objects.filter(person_id=person_id, key__in=anew).update(**provenance)
    if again := existing - new:
        StoredFact.objects.filter(person_id=person_id, key__in=again).update(confirmed_at=at)


def _store_facts(
    person_id: int, facts: Mapping[str, Any], source: str, confidence: Confidence, at: datetime
) -> list[str]:
    existing = {fact.key: fact for fact in StoredFact.objects.filter(person_id=person_id, key__in=facts)}
    changed = []
    for key, value in facts.items():
        fact = existing.get(key)
        if fact is None:
            StoredFact.objects.create(
                person_id=person_id,
                key=key,
                value=value,
                source=source,
                confidence=confidence,
                stated_at=at,
                confirmed_at=at,
            )
            changed.append(key)
        elif fact.value == value:
            StoredFact.objects.filter(pk=fact.pk).update(confirmed_at=at)
        else:
            StoredFact.objects.filter(pk=fact.pk).update(
                value=value, source=source, confidence=confidence, stated_at=at, confirmed_at=at
            )
            changed.append(key)
    return changed
