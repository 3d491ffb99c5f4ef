"""Register people, answer their access requests, and erase them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from borough.foundation import audit, privacy
from borough.kernel.references import new_reference
from borough.people.models import Person, PersonEvent


class Held(RuntimeError):
    """A person cannot be erased now; the message says what holds them."""


_holds: list[Callable[[int], str | None]] = []


def hold_when(reason: Callable[[int], str | None]) -> None:
    """Let a floor above say why a person (by id) cannot be erased yet: an open case, a legal hold."""
    _holds.append(reason)


def register(
    *, by: str, at: datetime, kind: str = "resident", name: str = "", email: str = "", phone: str = "",
    address: str = "", uprn: int | None = None, account_id: int | None = None, prefers: str = "",
) -> int:  # fmt: skip
    """Write down a person and return their id."""
    with transaction.atomic():
        person = Person.objects.create(
            reference=new_reference(), kind=kind, name=name, email=email, phone=phone, address=address, uprn=uprn,
            account_id=account_id, prefers=prefers, made_at=at,
        )  # fmt: skip
        audit.record(by=by, at=at, verb="people.register", subject=f"person:{person.pk}", detail={"kind": kind})
    return person.pk


def answer_access_request(*, by: str, at: datetime, person_id: int) -> dict[str, Any]:
    """Everything held about a person, table by table: the subject's right of access, UK GDPR article 15."""
    with transaction.atomic():
        person = Person.objects.get(pk=person_id)
        held = privacy.everything_about("person", person_id)
        if person.account_id:
            held.update(privacy.everything_about("account", person.account_id))
        audit.record(
            by=by, at=at, verb="people.access", subject=f"person:{person_id}",
            detail={"rows": {table: len(rows) for table, rows in held.items()}},
        )  # fmt: skip
    return held


def erase(*, by: str, at: datetime, person_id: int, ground: str) -> dict[str, int]:
    """Blank everything that names a person, keeping the rows so that counts stay true; UK GDPR article 17.

    ground: why, as the tombstone says it. Returns rows changed by table. Raises Held while anything holds them.
    """
    for reason in _holds:
        if held := reason(person_id):
            raise Held(held)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        changed = privacy.clear("person", person_id)
        if person.account_id:
            changed |= privacy.clear("account", person.account_id)
        Person.objects.filter(pk=person_id).update(erased_at=at, account=None)
        _drop_history(person_id)
        audit.record(
            by=by, at=at, verb="people.erase", subject=f"person:{person_id}", detail={"ground": ground, "rows": changed}
        )
    return changed


def _drop_history(person_id: int) -> None:
    """Earlier versions of the row would name the person still."""
    PersonEvent.objects.filter(pgh_obj_id=person_id).delete()
