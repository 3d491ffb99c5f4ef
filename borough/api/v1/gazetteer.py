"""Gazetteer API: search addresses, read properties, and report errors."""

import json
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from borough.access.public import BoroughRequest
from borough.api.fields import Uprn
from borough.api.idempotent import idempotent_response, stored_problem
from borough.api.schemas import InputSchema, ProblemOut
from borough.foundation.clock import now, today
from borough.foundation.db.idempotency import StoredResponse
from borough.foundation.http.problems import problem
from borough.gazetteer.public import (
    Line,
    Refused,
    at_postcode,
    lines_of,
    normalise_postcode,
    property_of,
    raise_candidate,
    search,
    single_line,
)
from borough.gazetteer.types import CandidateSource
from borough.kernel.references import format_reference

router = Router(tags=["addresses"])
MOST_AT_ONCE = 1000
Limit = Annotated[int, Field(ge=1, le=50)]
Text = Annotated[str, Field(min_length=1, max_length=500)]


class AddressOut(Schema):
    """A property and its current address. Eastings and northings are metres of the National Grid."""

    uprn: int
    address: str
    postcode: str
    post_town: str
    organisation: str
    usrn: int
    classification: str
    parent_uprn: int | None
    easting: float
    northing: float

    @staticmethod
    def of(line: Line) -> "AddressOut":
        """Convert a line to its address."""
        return AddressOut(**_address_fields(line))


def _address_fields(line: Line) -> dict[str, Any]:
    return {
        "uprn": line.uprn,
        "address": single_line(line),
        "postcode": line.postcode,
        "post_town": line.post_town,
        "organisation": line.organisation,
        "usrn": line.usrn,
        "classification": line.classification,
        "parent_uprn": line.parent,
        "easting": line.easting,
        "northing": line.northing,
    }


class AddressHitOut(AddressOut):
    """A matching address; found_by is the variant that matched, if it is another one."""

    matched_text: str


class AddressHitsOut(Schema):
    """Addresses, best match first. current: whether the index includes every change of the gazetteer."""

    addresses: list[AddressHitOut]
    up_to_date: bool


class AddressesOut(Schema):
    """Addresses in natural reading order."""

    addresses: list[AddressOut]


class AddressLookupOut(Schema):
    """Addresses in the requested order; missing lists UPRNs without an address here."""

    addresses: list[AddressOut]
    missing: list[int]


class AddressLookupIn(InputSchema):
    """UPRNs to look up."""

    uprns: list[Uprn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class AddressVariantOut(Schema):
    """A variant of the address. status is 1 approved, 3 alternative, 6 provisional, 8 historic and so on."""

    key: str
    status: int
    address: str


class PropertyOut(Schema):
    """A property with every address variant, location and related records."""

    uprn: int
    status: int
    state: int | None
    classification: str
    address: str | None
    postcode: str
    easting: float | None
    northing: float | None
    latitude: float | None
    longitude: float | None
    ward: str
    parish: str
    parent_uprn: int | None
    children: list[int]
    successors: list[int]
    addresses: list[AddressVariantOut]
    withdrawn_on: str | None


@router.get("/addresses/search", response={200: AddressHitsOut, 422: Any}, url_name="addresses-search")
def search_addresses(request: BoroughRequest, q: Text, limit: Limit = 10, postal: bool = False) -> HttpResponse:
    """Search addresses, tolerating typing errors and incomplete words. postal: delivery addresses only."""
    del request
    answer = search(q, limit=limit, postal=postal)
    hits = AddressHitsOut(
        addresses=[AddressHitOut(**_address_fields(hit.line), matched_text=hit.matched_label) for hit in answer.hits],
        up_to_date=answer.up_to_date,
    )
    return HttpResponse(hits.model_dump_json(), content_type="application/json")  # validated once; typed is slower


@router.get(
    "/addresses/postcode/{postcode}",
    response={200: AddressesOut, 404: ProblemOut, 422: Any},
    url_name="addresses-postcode",
)
def list_addresses_of_postcode(request: BoroughRequest, postcode: str) -> Any:
    """List the addresses of a postcode, in any notation."""
    del request
    tidy = normalise_postcode(postcode[:20])
    if not tidy:
        return problem("not-found", "That is not a postcode. Send one such as PR7 1DP.")
    return AddressesOut(addresses=[AddressOut.of(line) for line in at_postcode(tidy)])


@router.post("/addresses/lookup", response={200: AddressLookupOut, 422: Any}, url_name="addresses-lookup")
def lookup_addresses(request: BoroughRequest, lookup: AddressLookupIn) -> AddressLookupOut:
    """Return the addresses of up to 1,000 properties in one request."""
    del request
    lines = lines_of(lookup.uprns)
    wanted = list(dict.fromkeys(lookup.uprns))
    return AddressLookupOut(
        addresses=[AddressOut.of(lines[uprn]) for uprn in wanted if uprn in lines],
        missing=[uprn for uprn in wanted if uprn not in lines],
    )


class CandidateIn(InputSchema):
    """A possible omission or error in the gazetteer. Do not include names of occupiers."""

    client_reference: str = Field(min_length=1, max_length=120, description="The sender's own id for what it found.")
    source: CandidateSource = CandidateSource.CREW
    address: str = Field(default="", max_length=500)
    postcode: str = Field(default="", max_length=12)
    uprn: Uprn | None = None
    usrn: int | None = Field(default=None, ge=1, le=99_999_999)
    note: str = Field(default="", max_length=1000)


class CandidateCreatedOut(Schema):
    """The result of creating a candidate."""

    reference: str
    duplicate: bool


@router.post(
    "/addresses/candidates",
    response={200: CandidateCreatedOut, 201: CandidateCreatedOut, 400: ProblemOut, 409: ProblemOut, 422: Any},
    url_name="addresses-candidates",
)
def create_candidate(request: BoroughRequest, candidate: CandidateIn) -> HttpResponse:
    """Report a possible error once. Repeating the Idempotency-Key and body returns the first response."""
    at = now()
    return idempotent_response(request, at, "candidate", lambda principal: _raise_candidate(principal, at, candidate))


def _raise_candidate(principal: str, at: datetime, candidate: CandidateIn) -> StoredResponse:
    facts = candidate.dict(exclude={"client_reference", "address"})
    try:
        done = raise_candidate(
            by=principal, at=at, source_id=f"{principal} {candidate.client_reference}", text=candidate.address, **facts
        )
    except Refused as refused:
        return stored_problem("refused", f"{refused}.")
    body = {"reference": format_reference(done.reference), "duplicate": done.existed}
    return StoredResponse(200 if done.existed else 201, "application/json", json.dumps(body).encode())


@router.get("/addresses/{uprn}", response={200: PropertyOut, 404: ProblemOut, 422: Any}, url_name="address")
def get_property(request: BoroughRequest, uprn: Uprn) -> Any:
    """Return the current record of a property."""
    del request
    record = property_of(uprn, today())
    if record is None:
        return problem("not-found", "There is no property with that UPRN.")
    return PropertyOut(
        uprn=record.uprn,
        status=record.status,
        state=record.state,
        classification=record.classification,
        address=single_line(record.approved) if record.approved else None,
        postcode=record.approved.postcode if record.approved else "",
        easting=record.easting,
        northing=record.northing,
        latitude=record.latitude,
        longitude=record.longitude,
        ward=record.ward,
        parish=record.parish,
        parent_uprn=record.parent,
        children=list(record.children),
        successors=list(record.successors),
        addresses=[AddressVariantOut(key=a.key, status=a.status, address=single_line(a)) for a in record.addresses],
        withdrawn_on=record.withdrawn_on.isoformat() if record.withdrawn_on else None,
    )
