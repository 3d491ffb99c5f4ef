"""Register people, find and correct them, answer their access requests, and erase them."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from borough.access import public as access
from borough.foundation import audit, events, locks, privacy, retention
from borough.kernel.refusals import Refused, Stale
from borough.people.actions.belonging import let_go
from borough.people.actions.erasing import settle_erasures
from borough.people.actions.facts import hold_reach, write_down
from borough.people.actions.mandates import revoke_all
from borough.people.actions.merging import have_looked_at
from borough.people.actions.standing import standing_person
from borough.people.models import HeldFactEvent, Person, PersonEvent
from borough.people.queries import households
from borough.people.queries import people as queries
from borough.people.queries.same import same_as
from borough.people.rules import people as rules
from borough.people.types import Details, Found, PersonErased, Sure


class Held(RuntimeError):
    """A person cannot be erased now; the message says what holds them."""


_holds: list[tuple[Callable[[int], str | None], str]] = []


def hold_when(reason: Callable[[int], str | None], *, told: str = "") -> None:
    """Let a floor above say why a person (by id) cannot be erased yet: an open case, a legal hold.

    told: what the person themselves is told in its place, where the reason is for staff alone.
    """
    _holds.append((reason, told))


def what_holds(person_id: int, *, to_themselves: bool = False) -> tuple[str, ...]:
    """Why a person cannot be erased now, in sentences for staff or for themselves; none when they can."""
    same = same_as(person_id)
    found = [
        (to_themselves and told) or held for reason, told in _holds for one in same if (held := reason(one))
    ]  # fmt: skip
    return tuple(dict.fromkeys(found))


def register(
    *, by: str, at: datetime, kind: str = "resident", name: str = "", email: str = "", phone: str = "",
    address: str = "", uprn: int | None = None, account_id: int | None = None, prefers: str = "",
) -> int:  # fmt: skip
    """Write down a person and return their id."""
    with transaction.atomic():
        return write_down(
            by=by, at=at, kind=kind, name=name, email=email, phone=phone, address=address, uprn=uprn,
            account_id=account_id, prefers=prefers,
        )  # fmt: skip


def search(*, by: str, at: datetime, words: str, page: int = 1) -> Found:
    """Find people, and record that someone looked, how and how many they found, but not the words they looked for."""
    with transaction.atomic():
        found = queries.search(words, page)
        detail = {"by": found.by, "found": len(found.people), "page": page}
        audit.record(by=by, at=at, verb="people.search", subject="people", detail=detail)
    return found


def look(*, by: str, at: datetime, reference: str) -> Details | None:
    """Open a person's record, which is recorded; None when there is no such person."""
    with transaction.atomic():
        found = queries.details(reference)
        if found:
            audit.record(by=by, at=at, verb="people.look", subject=f"person:{found.id}")
    return found


def register_own(*, by: str, at: datetime, account_id: int, name: str, email: str) -> int:
    """The person whose account it is, written down now when nobody was: asked twice at once, it is one person."""
    with transaction.atomic():
        locks.hold(f"person of account {account_id}")
        known = queries.person_of_account(account_id)
        return known or register(by=by, at=at, name=name, email=email, account_id=account_id)


def correct(
    *, by: str, at: datetime, person_id: int, version: str, changes: Mapping[str, str], source: str = "record",
    sure: Sure = Sure.HEARD,
) -> None:  # fmt: skip
    """Correct a person's details; UK GDPR article 16. `version` is the one that was read (Details.version).

    source and sure: who says so, and how sure that makes it.
    Raises Stale when anything was changed since, and Refused for the erased and for what is not corrected here.
    A new address is not yet matched to a property, so its UPRN is dropped.
    """
    with transaction.atomic():
        person = standing_person(person_id)
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
        reach = [name for name in changed if name in rules.REACH]
        hold_reach(person_id, reach, changed, source=source, sure=sure, at=at)
        have_looked_at(person_id)
        detail = {"fields": sorted(changed)}
        audit.record(by=by, at=at, verb="people.correct", subject=f"person:{person_id}", detail=detail)


def answer_access_request(*, by: str, at: datetime, person_id: int) -> dict[str, Any]:
    """Everything held about a person, table by table: the subject's right of access, UK GDPR article 15."""
    with transaction.atomic():
        held: dict[str, list[dict[str, Any]]] = {}
        same = same_as(person_id)
        for person in Person.objects.filter(pk__in=same).order_by("pk"):
            _add(held, privacy.everything_about("person", person.pk))
            if person.account_id:
                _add(held, privacy.everything_about("account", person.account_id))
        _add(held, households.about(same))
        _record_access(by, at, f"person:{same[0]}", held)
    return held


def _add(held: dict[str, list[dict[str, Any]]], more: Mapping[str, list[dict[str, Any]]]) -> None:
    """Rows that both a person and their account lead to are told once."""
    for table, rows in more.items():
        held[table] = [*held.get(table, []), *(row for row in rows if row not in held.get(table, []))]


def answer_own_request(*, by: str, at: datetime, account_id: int) -> dict[str, Any]:
    """Everything held about whoever owns an account, as a person when they are one of ours."""
    if person_id := queries.person_of_account(account_id):
        return answer_access_request(by=by, at=at, person_id=person_id)
    with transaction.atomic():
        held = privacy.everything_about("account", account_id)
        _record_access(by, at, f"account:{account_id}", held)
    return held


def _record_access(by: str, at: datetime, subject: str, held: dict[str, Any]) -> None:
    detail = {"rows": {table: len(rows) for table, rows in held.items()}}
    audit.record(by=by, at=at, verb="people.access", subject=subject, detail=detail)


def erase(*, by: str, at: datetime, person_id: int, ground: str) -> dict[str, int]:
    """Blank everything that names a person, keeping the rows so that counts stay true; UK GDPR article 17.

    ground: why, as the tombstone says it; it names no one. Returns rows changed by table. Raises Held while anything
    holds them, and Refused without a ground or when it was done already. Their account is switched off for good.
    Every record that was merged with theirs goes too. What a law has us keep stays until its class is disposed of.
    """
    with transaction.atomic():
        same = same_as(person_id)
        records = list(Person.objects.select_for_update().filter(pk__in=same).order_by("pk"))
        if same_as(person_id) != same:
            raise Refused("These records were merged or taken apart just now. Look at them and try again.")
        rules.check_can_erase(erased=any(one.erased_at for one in records), ground=ground)
        if reasons := what_holds(person_id):
            raise Held(" ".join(reasons))
        kept = retention.kept_by_law(same)
        settle_erasures(by=by, at=at, records=records, kept=[one.sentence for one in kept])
        changed: Counter[str] = Counter()
        for person in records:
            changed.update(_erase_record(person, by=by, at=at))
        for one in same:
            detail = _tombstone(ground, changed, kept) if one == same[0] else {"with": same[0]}
            events.done(PersonErased(one), by=by, at=at, verb="people.erase", subject=f"person:{one}", detail=detail)
    return dict(changed)


def what_law_keeps(person_id: int) -> tuple[str, ...]:
    """What of a person's a law has us keep though they are erased, why, and until when; in sentences, for anybody."""
    return tuple(one.sentence for one in retention.kept_by_law(same_as(person_id)))


def _tombstone(ground: str, changed: Mapping[str, int], kept: list[retention.Kept]) -> dict[str, Any]:
    by_law = {f"{one.key} until {one.until}": one.count for one in kept}
    return {"ground": ground, "rows": dict(changed)} | ({"kept": by_law} if by_law else {})


def _erase_record(person: Person, *, by: str, at: datetime) -> Counter[str]:
    """Blank one record and all that leads to it. Returns rows changed by table."""
    revoke_all(by=by, at=at, person_id=person.pk, account_id=person.account_id)
    changed = Counter(privacy.clear("person", person.pk, but=retention.but_kept_by_law))
    if person.account_id:
        access.set_active(by=by, at=at, account_id=person.account_id, active=False)
        changed |= Counter(privacy.clear("account", person.account_id, but=retention.but_kept_by_law))
    changed.update(let_go(person, at=at))
    Person.objects.filter(pk=person.pk).update(erased_at=at, account=None)
    _drop_history(person.pk)
    return changed


def _drop_history(person_id: int) -> None:
    """Earlier versions of the row would name the person still."""
    PersonEvent.objects.filter(pgh_obj_id=person_id).delete()
    HeldFactEvent.objects.filter(person_id=person_id).delete()
