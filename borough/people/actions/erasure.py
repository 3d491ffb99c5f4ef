"""Request, withdraw and refuse erasure. A request is granted by erasing the person."""

from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from borough.foundation import audit, events, mail
from borough.foundation.db import locks
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.people.actions.canonical_person import lock_canonical_person
from borough.people.models import ErasureRequest, Person
from borough.people.queries.merged import merged_person_ids
from borough.people.rules import erasure as rules
from borough.people.types import ErasureDecided, ErasureRequested

ERASED_TEXT = (
    "We have erased what we held about you, as you asked. Your account is closed. This is our last email to you.\n"
)
RETAINED_TEXT = """
A law has us keep the following, and nothing else, until the day that is named. Then it is erased too:
{lines}

If you think this is wrong, you can complain to us, and to the Information Commissioner: ico.org.uk/complaints
"""
REFUSED_TEXT = """We have decided about your request to be erased. Sign in to read our answer and what you can do:
{url}/account/my-data/
"""


def request_erasure(*, by: str, at: datetime, today: date, person_id: int) -> str:
    """Request erasure of a person and return the request's reference. Raises Refused while one is pending."""
    with transaction.atomic():
        locks.lock(f"erasure of person {person_id}")
        person = lock_canonical_person(person_id)
        pending = ErasureRequest.objects.filter(person__in=merged_person_ids(person.pk), state="requested").exists()
        rules.check_can_request(erased=person.erased_at is not None, pending=pending)
        row = ErasureRequest.objects.create(
            reference=new_reference(), person=person, requested_at=at, requested_by=by, answer_by=rules.answer_by(today)
        )
        position = _record(row, "ask_erasure", by=by, at=at)
        events.publish(ErasureRequested(row.reference, person.pk), at=at, position=position)
    return row.reference


def withdraw_erasure(*, by: str, at: datetime, person_id: int) -> None:
    """Withdraw one's own request. Raises Refused if none is pending."""
    with transaction.atomic():
        row = _waiting(
            ErasureRequest.objects.filter(person__in=merged_person_ids(person_id), state="requested").first()
        )
        _decide(row, "withdrawn", by=by, at=at)


def refuse_erasure(*, by: str, at: datetime, reference: str, reason: str) -> None:
    """Refuse a request, with one of rules.REFUSALS, and notify the person that there is a decision."""
    with transaction.atomic():
        row = _waiting(ErasureRequest.objects.filter(reference=reference).first())
        rules.check_can_refuse(state=row.state, reason=reason)
        _decide(row, "refused", by=by, at=at, reason=reason)
        person = lock_canonical_person(row.person_id)
        _notify(row, person, "Your request to be erased", REFUSED_TEXT.format(url=settings.PUBLIC_URL))


def complete_erasures(*, by: str, at: datetime, records: list[Person], retained: Collection[str] = ()) -> None:
    """Mark these people's requests as completed and notify them while contact details exist. Call during erasure.

    retained: what a law requires us to keep, as sentences.
    """
    text = ERASED_TEXT + (RETAINED_TEXT.format(lines="\n".join(f"- {item}" for item in retained)) if retained else "")
    for row in ErasureRequest.objects.select_for_update().filter(person__in=records, state="requested"):
        _decide(row, "done", by=by, at=at)
        _notify(row, next(item for item in records if item.pk == row.person_id), "We have erased your details", text)


def _waiting(row: ErasureRequest | None) -> ErasureRequest:
    locked = ErasureRequest.objects.select_for_update().filter(pk=row.pk).first() if row else None
    if locked is None:
        raise Refused("There is no request to be erased that waits")
    return locked


def _decide(row: ErasureRequest, state: str, *, by: str, at: datetime, reason: str = "") -> None:
    done = ErasureRequest.objects.filter(pk=row.pk, state="requested").update(
        state=state, decided_at=max(at, row.requested_at), decided_by=by, reason=reason
    )
    if not done:
        raise Refused("This request was decided already.")
    position = _record(row, f"erasure_{state}", by=by, at=at)
    events.publish(ErasureDecided(row.reference, state), at=at, position=position)


def _record(row: ErasureRequest, verb: str, *, by: str, at: datetime) -> int:
    detail = {"person": row.person_id}
    return audit.record(by=by, at=at, verb=f"people.{verb}", subject=f"erasure-request:{row.reference}", detail=detail)


def _notify(row: ErasureRequest, person: Person, subject: str, text: str) -> None:
    if person.email:
        mail.enqueue(key=f"erasure {row.reference}", to=person.email, subject=subject, text=text)
