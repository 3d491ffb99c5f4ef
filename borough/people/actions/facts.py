"""State what is known about a person: once, with who said so and when, to be shown and never asked again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from borough.foundation import audit
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.people.actions import households
from borough.people.actions.merging import have_looked_at
from borough.people.actions.standing import standing_person
from borough.people.models import HeldFact, Person
from borough.people.rules import people as rules
from borough.people.types import Sure


def write_down(*, by: str, at: datetime, said: Mapping[str, Any] | None = None, **columns: Any) -> int:
    """The row of a new person, its audit entry with what else is said of it, and its mark to be looked at; their id.

    Call it in a transaction.
    """
    person = Person.objects.create(reference=new_reference(), made_at=at, **columns)
    if person.email or person.phone or person.uprn:
        have_looked_at(person.pk)
    detail = {"kind": person.kind, **(said or {})}
    audit.record(by=by, at=at, verb="people.register", subject=f"person:{person.pk}", detail=detail)
    return person.pk


def meet(
    *, by: str, at: datetime, facts: Mapping[str, Any], source: str, sure: Sure, account_id: int | None = None
) -> int:  # fmt: skip
    """Write down a person whom nobody knew, with the facts that are said of them, and return their id.

    facts: as state_facts takes them. Call it in a transaction.
    """
    person_id = write_down(
        by=by, at=at, said={"facts": sorted(facts), "source": source}, kind="resident", account_id=account_id,
        **rules.reach_of(facts),
    )  # fmt: skip
    said = {"person_id": person_id, "source": source, "sure": sure, "stated_at": at, "confirmed_at": at}
    values = {key: None if key in rules.REACH else value for key, value in facts.items()}
    HeldFact.objects.bulk_create([HeldFact(key=key, value=value, **said) for key, value in values.items()])
    return person_id


def state_facts(
    *, by: str, at: datetime, person_id: int, facts: Mapping[str, Any], source: str, sure: Sure = Sure.STATED
) -> tuple[str, ...]:
    """Hold facts about a person, in JSON's words, and return the keys of those that are new or changed.

    “name”, “email”, “phone” and “address” are what reaches the person and stand in their record; an address is
    {"uprn", "lines", "postcode"}. One said again as it was is confirmed, with the day. Raises Refused when erased.
    Said of a record that was merged, it is held with the one that stands.
    """
    with transaction.atomic():
        person = standing_person(person_id)
        person_id = person.pk
        if person.erased_at:
            raise Refused("This person was erased, so nothing more is kept about them.")
        reach = rules.reach_of(facts)
        changed = [name for name, value in reach.items() if getattr(person, name) != value]
        if changed:
            Person.objects.filter(pk=person_id).update(**{name: reach[name] for name in changed})
        if "uprn" in changed:
            households.moved(by=by, at=at, person_id=person_id, before=person.uprn, now_at=reach["uprn"])
        others = {key: value for key, value in facts.items() if key not in rules.REACH}
        changed += _hold(person_id, others, source, sure, at)
        hold_reach(person_id, [key for key in facts if key in rules.REACH], changed, source=source, sure=sure, at=at)
        if any(name in reach for name in changed):
            have_looked_at(person_id)
        if changed:
            detail = {"facts": sorted(changed), "source": source}
            audit.record(by=by, at=at, verb="people.state_facts", subject=f"person:{person_id}", detail=detail)
    return tuple(changed)


def hold_reach(
    person_id: int, keys: Iterable[str], changed: Iterable[str], *, source: str, sure: Sure, at: datetime
) -> None:  # fmt: skip
    """Hold who said what stands in a person's record, and since when: anew for what changed, else confirmed.

    The person's row is held by whoever calls it, so that nobody writes the same facts beside it.
    """
    new, wanted = {"address" if name == "uprn" else name for name in changed}, list(keys)
    said = {"source": source, "sure": sure, "stated_at": at, "confirmed_at": at}
    held = set(HeldFact.objects.filter(person_id=person_id, key__in=wanted).values_list("key", flat=True))
    HeldFact.objects.bulk_create(
        [HeldFact(person_id=person_id, key=key, **said) for key in wanted if key not in held]
    )  # fmt: skip
    if anew := held & new:
        HeldFact.objects.filter(person_id=person_id, key__in=anew).update(**said)
    if again := held - new:
        HeldFact.objects.filter(person_id=person_id, key__in=again).update(confirmed_at=at)


def _hold(person_id: int, facts: Mapping[str, Any], source: str, sure: Sure, at: datetime) -> list[str]:
    held = {one.key: one for one in HeldFact.objects.filter(person_id=person_id, key__in=facts)}
    changed = []
    for key, value in facts.items():
        one = held.get(key)
        if one is None:
            HeldFact.objects.create(
                person_id=person_id, key=key, value=value, source=source, sure=sure, stated_at=at, confirmed_at=at
            )
            changed.append(key)
        elif one.value == value:
            HeldFact.objects.filter(pk=one.pk).update(confirmed_at=at)
        else:
            HeldFact.objects.filter(pk=one.pk).update(
                value=value, source=source, sure=sure, stated_at=at, confirmed_at=at
            )
            changed.append(key)
    return changed
