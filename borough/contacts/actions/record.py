"""Record or correct one contact: besides log imports, the only ways to write to the ledger."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from borough.contacts.actions.location import queue_contact_address, ward_of_property
from borough.contacts.models import Contact
from borough.contacts.rules import ledger
from borough.contacts.types import (
    Avoidable,
    Barrier,
    Channel,
    ContactCorrected,
    ContactData,
    ContactRecorded,
    CustomerType,
    Direction,
    Nature,
    Outcome,
    RecordResult,
)
from borough.foundation import audit, events
from borough.foundation.db import locks
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused

HERE = ZoneInfo("Europe/London")


def record(
    *,
    by: str,
    at: datetime,
    channel: Channel,
    service: str,
    nature: Nature,
    outcome: Outcome,
    started_at: datetime | None = None,
    ended_at: datetime | None = None,
    direction: Direction = Direction.INBOUND,
    who: CustomerType = CustomerType.CUSTOMER,
    assisted: bool = False,
    minutes: int | None = None,
    avoidable: Avoidable = Avoidable.NO,
    barrier: Barrier = Barrier.NONE,
    ward: str = "",
    handled_where: str = "",
    person_id: int | None = None,
    source: str = "borough",
    source_id: str = "",
    uprn: int | None = None,
    address: str = "",
    postcode: str = "",
    new: bool = False,
) -> RecordResult:
    """Write one contact to the ledger with its audit entry and event, and return its reference.

    A repeated source and source ID returns the existing contact, whatever the other arguments. new: the ID was
    created in this transaction, so it cannot exist yet. uprn: the property concerned; it determines the ward if
    none is given. Without a UPRN, an address is queued with the gazetteer and never stored here; its property is
    added by a later correction. Raises Refused with a message for an impossible contact.
    """
    reference = new_reference()
    ward = ward or ward_of_property(uprn, (started_at or at).astimezone(HERE).date())
    contact = ContactData(
        started_at=started_at or at,
        ended_at=ended_at,
        channel=channel,
        direction=direction,
        who=who,
        nature=nature,
        service=service,
        outcome=outcome,
        assisted=assisted,
        minutes=minutes,
        avoidable=avoidable,
        barrier=barrier,
        ward=ward,
        handled_by=by,
        handled_where=handled_where,
        person_id=person_id,
        source=source,
        source_id=source_id or reference,
        uprn=uprn,
    )
    ledger.check_contact(contact, at)
    with transaction.atomic(savepoint=False):
        if source_id and not new and (there := _existing(source, source_id)):
            return there
        row = _insert(contact, reference, at=at)
        if uprn is None:
            queue_contact_address(
                by=by, at=at, reference=reference, address=address, postcode=postcode, person_id=person_id
            )
    return RecordResult(reference, row.pk)


def _insert(contact: ContactData, reference: str, *, at: datetime) -> Contact:
    """Write a new contact with its audit entry and event."""
    position = audit.record(
        by=contact.handled_by,
        at=at,
        verb="contacts.record",
        subject=f"contact:{reference}",
        detail={"channel": contact.channel.value, "service": contact.service, "source": contact.source},
    )
    row = _write(contact, reference, position)
    event = ContactRecorded(reference, contact.channel.value, contact.service, contact.outcome.value)
    events.publish(event, at=at, position=position)
    return row


def correct(*, by: str, at: datetime, reference: str, reason: str, **changes: object) -> RecordResult:
    """Write a new entry that supersedes an entry, with some facts changed; the old one is kept permanently.

    changes: any of ContactData's facts except source and source ID. Raises Refused if already superseded.
    """
    if not reason.strip():
        raise Refused("Enter why the contact is being corrected")
    if unknown := set(changes) - (set(ContactData.__dataclass_fields__) - {"source", "source_id", "handled_by"}):
        raise Refused(f"A correction cannot change {', '.join(sorted(unknown))}")
    with transaction.atomic():
        old = Contact.objects.filter(reference=reference).first()
        if old is None:
            raise Refused("There is no contact with that reference")
        contact = replace(_contact_data(old), handled_by=old.handled_by, **changes)  # type: ignore[arg-type]
        ledger.check_contact(contact, at)
        new = new_reference()
        position = audit.record(
            by=by,
            at=at,
            verb="contacts.correct",
            subject=f"contact:{new}",
            detail={"supersedes": reference, "changed": sorted(changes)},
        )
        if Contact.objects.filter(supersedes=old).exists():  # the chain is locked: nobody else corrects it meanwhile
            raise Refused("This contact was corrected before. Correct the newer entry")
        same_start = contact.started_at == old.started_at
        row = _write(contact, new, position, supersedes_id=old.pk, happened_on=old.happened_on if same_start else None)
        events.publish(ContactCorrected(new, reference), at=at, position=position)
    return RecordResult(new, row.pk)


def _existing(source: str, source_id: str) -> RecordResult | None:
    """Return the existing contact of the source ID, if any. Concurrent callers wait for each other."""
    locks.lock(f"contact {source} {source_id}")
    row = (
        Contact.objects.filter(source=source, source_id=source_id, supersedes=None)
        .values_list("reference", "id")
        .first()
    )
    return RecordResult(*row, existed=True) if row else None


def _contact_data(row: Contact) -> ContactData:
    return ContactData(**{name: getattr(row, name) for name in ContactData.__dataclass_fields__})


def _write(
    contact: ContactData,
    reference: str,
    position: int,
    supersedes_id: int | None = None,
    happened_on: date | None = None,
) -> Contact:
    facts = {name: getattr(contact, name) for name in ContactData.__dataclass_fields__}
    return Contact.objects.create(
        reference=reference,
        audit_position=position,
        happened_on=happened_on or contact.started_at.astimezone(HERE).date(),
        supersedes_id=supersedes_id,
        **facts,
    )
