"""State what is known about a person: once, with who said so and when, to be shown and never asked again."""

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
    """The row of a new person, its audit entry with what else is said of it, and its mark to be looked at; their id.

    Call it in a transaction.
    """
    person = Person.objects.create(reference=new_reference(), created_at=at, **columns)
    if person.email or person.phone or person.uprn:
        queue_duplicate_check(person.pk)
    detail = {"kind": person.kind, **(extra or {})}
    audit.record(by=by, at=at, verb="people.register", subject=f"person:{person.pk}", detail=detail)
    return person.pk


def get_or_create_person(
    *, by: str, at: datetime, facts: Mapping[str, Any], source: str, confidence: Confidence, account_id: int | None = None
) -> int:  # fmt: skip
    """Write down a person whom nobody knew, with the facts that are said of them, and return their id.

    facts: as state_facts takes them. Call it in a transaction.
    """
    person_id = create_person(
        by=by, at=at, extra={"facts": sorted(facts), "source": source}, kind="resident", account_id=account_id,
        **rules.contact_columns(facts),
    )  # fmt: skip
    provenance = {"person_id": person_id, "source": source, "confidence": confidence, "stated_at": at, "confirmed_at": at}
    values = {key: None if key in rules.CONTACT_FACTS else value for key, value in facts.items()}
    StoredFact.objects.bulk_create([StoredFact(key=key, value=value, **provenance) for key, value in values.items()])
    return person_id


def state_facts(
    *, by: str, at: datetime, person_id: int, facts: Mapping[str, Any], source: str, confidence: Confidence = Confidence.STATED
) -> tuple[str, ...]:
    """Hold facts about a person, in JSON's words, and return the keys of those that are new or changed.

    “name”, “email”, “phone” and “address” are what reaches the person and stand in their record; an address is
    {"uprn", "lines", "postcode"}. One said again as it was is confirmed, with the day. Raises Refused when erased.
    Said of a record that was merged, it is held with the one that stands.
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
        record_contact_facts(person_id, [key for key in facts if key in rules.CONTACT_FACTS], changed, source=source, confidence=confidence, at=at)
        if any(name in reach for name in changed):
            queue_duplicate_check(person_id)
        if changed:
            detail = {"facts": sorted(changed), "source": source}
            audit.record(by=by, at=at, verb="people.state_facts", subject=f"person:{person_id}", detail=detail)
    return tuple(changed)


def record_contact_facts(
    person_id: int, keys: Iterable[str], changed: Iterable[str], *, source: str, confidence: Confidence, at: datetime
) -> None:  # fmt: skip
    """Hold who said what stands in a person's record, and since when: anew for what changed, else confirmed.

    The person's row is held by whoever calls it, so that nobody writes the same facts beside it.
    """
    new, wanted = {"address" if name == "uprn" else name for name in changed}, list(keys)
    provenance = {"source": source, "confidence": confidence, "stated_at": at, "confirmed_at": at}
    existing = set(StoredFact.objects.filter(person_id=person_id, key__in=wanted).values_list("key", flat=True))
    StoredFact.objects.bulk_create(
        [StoredFact(person_id=person_id, key=key, **provenance) for key in wanted if key not in existing]
    )  # fmt: skip
    if anew := existing & new:
        StoredFact.objects.filter(person_id=person_id, key__in=anew).update(**provenance)
    if again := existing - new:
        StoredFact.objects.filter(person_id=person_id, key__in=again).update(confirmed_at=at)


def _store_facts(person_id: int, facts: Mapping[str, Any], source: str, confidence: Confidence, at: datetime) -> list[str]:
    existing = {fact.key: fact for fact in StoredFact.objects.filter(person_id=person_id, key__in=facts)}
    changed = []
    for key, value in facts.items():
        fact = existing.get(key)
        if fact is None:
            StoredFact.objects.create(
                person_id=person_id, key=key, value=value, source=source, confidence=confidence, stated_at=at, confirmed_at=at
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
