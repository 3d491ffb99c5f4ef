"""The ledger for machines: tell it a contact, and read it in order."""

import json
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from borough.api.rest.answering import answered_once
from borough.api.rest.fields import LARGEST_UPRN, Text
from borough.contacts.public import (
    Avoidable,
    Barrier,
    Channel,
    Direction,
    Entry,
    Nature,
    Outcome,
    Refused,
    Who,
    entry,
    ledger_after,
    record,
)
from borough.foundation.clock import now
from borough.foundation.idempotency import Answer
from borough.kernel.references import show, tidy

router = Router(tags=["contacts"])
LONGEST_NUMBER = 18  # digits that a bigint surely holds
PageSize = Annotated[int, Field(ge=1, le=500)]


class NewContact(Schema):
    """A contact as another system tells it. Times carry their zone."""

    client_reference: Text = Field(min_length=1, max_length=120, description="The sender's own id for the contact.")
    channel: Channel
    service: Text = Field(min_length=1, max_length=80)
    nature: Nature
    outcome: Outcome
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    direction: Direction = Direction.INBOUND
    who: Who = Who.CUSTOMER
    assisted: bool = False
    minutes: int | None = Field(default=None, ge=0, le=1440)
    avoidable: Avoidable = Avoidable.NO
    barrier: Barrier = Barrier.NONE
    ward: Text = Field(default="", max_length=60)
    handled_where: Text = Field(default="", max_length=120)
    uprn: int | None = Field(default=None, ge=1, le=LARGEST_UPRN, description="The property it was about, where known.")
    address: Text = Field(
        default="", max_length=500,
        description="Without a UPRN, the address as written. It is not kept with the contact: it is matched, and the"
        " property comes as a correction.",
    )  # fmt: skip
    postcode: Text = Field(default="", max_length=20)


class Contact(Schema):
    """A contact as the ledger holds it."""

    reference: str
    client_reference: str
    source: str
    started_at: datetime
    ended_at: datetime | None
    channel: str
    channel_stated: str
    direction: str
    who: str
    nature: str
    service: str
    outcome: str
    assisted: bool
    minutes: int | None
    avoidable: str
    barrier: str
    ward: str
    handled_where: str
    uprn: int | None
    corrected: bool

    @staticmethod
    def of(row: Entry) -> "Contact":
        """One entry of the ledger."""
        return Contact(
            reference=show(row.reference), client_reference=row.source_id, source=row.source, started_at=row.started_at,
            ended_at=row.ended_at, channel=row.channel, channel_stated=row.channel_stated, direction=row.direction,
            who=row.who, nature=row.nature, service=row.service, outcome=row.outcome, assisted=row.assisted,
            minutes=row.minutes, avoidable=row.avoidable, barrier=row.barrier, ward=row.ward,
            handled_where=row.handled_where, uprn=row.uprn, corrected=row.supersedes_id is not None,
        )  # fmt: skip


class Page(Schema):
    """Contacts in ledger order. `next` is the cursor of the next page; ask again with it later for what is new."""

    contacts: list[Contact]
    next: str
    more: bool


class Told(Schema):
    """What telling a contact gave."""

    reference: str
    again: bool


class Fault(Schema):
    """Why not, in a sentence."""

    error: str


@router.post("/contacts", response={200: Told, 201: Told, 400: Fault, 409: Fault, 422: Any}, url_name="contacts")
def tell(request: HttpRequest, told: NewContact) -> HttpResponse:
    """Record a contact once. The same Idempotency-Key and body again get the first answer again."""
    at = now()
    return answered_once(request, at, "contact", lambda principal: _record(principal, at, told))


def _record(principal: str, at: datetime, told: NewContact) -> Answer:
    facts = told.dict(exclude={"client_reference"})
    try:
        done = record(by=principal, at=at, source=f"api {principal}", source_id=told.client_reference, **facts)
    except Refused as refused:
        return Answer(422, "application/json", json.dumps({"error": f"{refused}."}).encode())
    body = {"reference": show(done.reference), "again": done.again}
    return Answer(200 if done.again else 201, "application/json", json.dumps(body).encode())


@router.get("/contacts", response={200: Page, 400: Fault, 422: Any}, url_name="contacts")
def read(request: HttpRequest, after: str = "", limit: PageSize = 100) -> Any:
    """Contacts in the order they were written, after a cursor. Who follows `next` misses none and sees none twice."""
    del request
    cursor = _cursor(after)
    if cursor is None:
        return Status(400, {"error": "“after” must be the “next” of a page, or left out for the first page."})
    rows = ledger_after(cursor, limit + 1)
    shown = rows[:limit]
    following = f"{shown[-1].audit_position}-{shown[-1].id}" if shown else after
    return Status(200, Page(contacts=[Contact.of(row) for row in shown], next=following, more=len(rows) > limit))


def _cursor(text: str) -> tuple[int, int] | None:
    if not text:
        return (0, 0)
    position, _, number = text.partition("-")
    if not (position.isascii() and number.isascii() and position.isdigit() and number.isdigit()):
        return None
    return (int(position), int(number)) if max(len(position), len(number)) <= LONGEST_NUMBER else None


@router.get("/contacts/{reference}", response={200: Contact, 404: Fault, 422: Any}, url_name="contact")
def read_one(request: HttpRequest, reference: str) -> Any:
    """One contact by its reference."""
    del request
    plain = tidy(reference)
    row = entry(plain) if plain else None
    if row is None:
        return Status(404, {"error": "There is no contact with this reference."})
    return Status(200, Contact.of(row))
