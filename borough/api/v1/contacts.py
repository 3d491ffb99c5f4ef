"""Contacts API: write a contact, and read the ledger in order."""

import json
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router, Schema, Status
from pydantic import AwareDatetime, Field

from borough.access.public import BoroughRequest
from borough.api.fields import LARGEST_UPRN, Text
from borough.api.idempotent import idempotent_response, stored_problem
from borough.api.schemas import InputSchema, ProblemOut
from borough.contacts.public import (
    Avoidable,
    Barrier,
    Channel,
    CustomerType,
    Direction,
    LedgerEntry,
    Nature,
    Outcome,
    Refused,
    find_entry,
    ledger_after,
    record,
)
from borough.foundation.clock import now
from borough.foundation.db.idempotency import StoredResponse
from borough.foundation.http.problems import FieldProblem, problem
from borough.kernel.references import format_reference, parse_reference
from borough.staff.public import service_names

router = Router(tags=["contacts"])
LONGEST_NUMBER = 18  # digits that always fit a bigint
PageSize = Annotated[int, Field(ge=1, le=500)]


class ContactIn(InputSchema):
    """A contact from another system. Times include their offset."""

    client_reference: Text = Field(min_length=1, max_length=120, description="The sender's own id for the contact.")
    channel: Channel
    service: Text = Field(min_length=1, max_length=80)
    nature: Nature
    outcome: Outcome
    started_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    direction: Direction = Direction.INBOUND
    who: CustomerType = CustomerType.CUSTOMER
    assisted: bool = False
    minutes: int | None = Field(default=None, ge=0, le=1440)
    avoidable: Avoidable = Avoidable.NO
    barrier: Barrier = Barrier.NONE
    ward: Text = Field(default="", max_length=60)
    handled_where: Text = Field(default="", max_length=120)
    uprn: int | None = Field(default=None, ge=1, le=LARGEST_UPRN, description="The property it was about, where known.")
    address: Text = Field(
        default="",
        max_length=500,
        description="Without a UPRN, the address as written. It is not kept with the contact: it is matched, and the"
        " property comes as a correction.",
    )
    postcode: Text = Field(default="", max_length=20)


class ContactOut(Schema):
    """A contact in the ledger."""

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
    def of(row: LedgerEntry) -> "ContactOut":
        """Convert a ledger entry."""
        return ContactOut(
            reference=format_reference(row.reference),
            client_reference=row.source_id,
            source=row.source,
            started_at=row.started_at,
            ended_at=row.ended_at,
            channel=row.channel,
            channel_stated=row.channel_stated,
            direction=row.direction,
            who=row.who,
            nature=row.nature,
            service=row.service,
            outcome=row.outcome,
            assisted=row.assisted,
            minutes=row.minutes,
            avoidable=row.avoidable,
            barrier=row.barrier,
            ward=row.ward,
            handled_where=row.handled_where,
            uprn=row.uprn,
            corrected=row.supersedes_id is not None,
        )


class ContactsOut(Schema):
    """Contacts in ledger order. `next` is the next page's cursor; reuse it later for new contacts."""

    contacts: list[ContactOut]
    next: str
    more: bool


class ContactCreatedOut(Schema):
    """The result of creating a contact."""

    reference: str
    duplicate: bool


@router.post(
    "/contacts",
    response={200: ContactCreatedOut, 201: ContactCreatedOut, 400: ProblemOut, 409: ProblemOut, 422: Any},
    url_name="contacts",
)
def create_contact(request: BoroughRequest, contact: ContactIn) -> HttpResponse:
    """Record a contact once. Repeating the Idempotency-Key and body returns the first response."""
    at = now()
    return idempotent_response(request, at, "contact", lambda principal: _record(principal, at, contact))


def _record(principal: str, at: datetime, contact: ContactIn) -> StoredResponse:
    if contact.service not in service_names():
        unknown = FieldProblem("/service", f"There is no service “{contact.service}”. GET /api/v1/services lists them.")
        return stored_problem("invalid-request", "The contact names an unknown service.", [unknown])
    facts = contact.dict(exclude={"client_reference"})
    try:
        done = record(by=principal, at=at, source=f"api {principal}", source_id=contact.client_reference, **facts)
    except Refused as refused:
        return stored_problem("refused", f"{refused}.")
    body = {"reference": format_reference(done.reference), "duplicate": done.existed}
    return StoredResponse(200 if done.existed else 201, "application/json", json.dumps(body).encode())


@router.get("/contacts", response={200: ContactsOut, 400: ProblemOut, 422: Any}, url_name="contacts")
def list_contacts(request: BoroughRequest, after: str = "", limit: PageSize = 100) -> Any:
    """List contacts in writing order after a cursor. Following `next` skips and repeats none."""
    del request
    cursor = _cursor(after)
    if cursor is None:
        return problem("bad-request", "“after” must be the “next” of a page, or left out for the first page.")
    rows = ledger_after(cursor, limit + 1)
    page_rows = rows[:limit]
    following = f"{page_rows[-1].audit_position}-{page_rows[-1].id}" if page_rows else after
    return Status(
        200, ContactsOut(contacts=[ContactOut.of(row) for row in page_rows], next=following, more=len(rows) > limit)
    )


def _cursor(text: str) -> tuple[int, int] | None:
    if not text:
        return (0, 0)
    position, _, number = text.partition("-")
    if not (position.isascii() and number.isascii() and position.isdigit() and number.isdigit()):
        return None
    return (int(position), int(number)) if max(len(position), len(number)) <= LONGEST_NUMBER else None


@router.get("/contacts/{reference}", response={200: ContactOut, 404: ProblemOut, 422: Any}, url_name="contact")
def get_contact(request: BoroughRequest, reference: str) -> Any:
    """Return a contact by reference."""
    del request
    plain = parse_reference(reference)
    row = find_entry(plain) if plain else None
    if row is None:
        return problem("not-found", "There is no contact with this reference.")
    return Status(200, ContactOut.of(row))
