"""The gazetteer for machines: find an address, what is known of a property, and say what is wrong with it."""

import json
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from borough.api.fields import Uprn
from borough.api.idempotent import idempotent_response
from borough.foundation.clock import now, today
from borough.foundation.db.idempotency import StoredResponse
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

router = Router(tags=["places"])
MOST_AT_ONCE = 1000
Limit = Annotated[int, Field(ge=1, le=50)]
Text = Annotated[str, Field(min_length=1, max_length=500)]


class AddressOut(Schema):
    """A property and the address it goes by. Eastings and northings are metres of the National Grid."""

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
        """The address of a line."""
        return AddressOut(**_address_fields(line))


def _address_fields(line: Line) -> dict[str, Any]:
    return {
        "uprn": line.uprn, "address": single_line(line), "postcode": line.postcode, "post_town": line.post_town,
        "organisation": line.organisation, "usrn": line.usrn, "classification": line.classification,
        "parent_uprn": line.parent, "easting": line.easting, "northing": line.northing,
    }  # fmt: skip


class AddressHitOut(AddressOut):
    """An address that may be meant; found_by is the way of writing it that was found, where that is another."""

    matched_text: str


class AddressHitsOut(Schema):
    """Addresses, the likeliest first. current: whether every change of the gazetteer had been taken in."""

    places: list[AddressHitOut]
    up_to_date: bool


class AddressesOut(Schema):
    """Addresses in the order people expect a list of them in."""

    places: list[AddressOut]


class AddressLookupOut(Schema):
    """Addresses in the order asked for; missing are the UPRNs that go by no address here."""

    places: list[AddressOut]
    missing: list[int]


class AddressLookupIn(Schema):
    """UPRNs whose addresses are wanted."""

    uprns: list[Uprn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class AddressVariantOut(Schema):
    """One way of writing the address. status is 1 approved, 3 alternate, 6 provisional, 8 historic and so on."""

    key: str
    status: int
    address: str


class PropertyOut(Schema):
    """A property with every way its address is written, where it is, and what it hangs together with."""

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


class ErrorOut(Schema):
    """Why not, in a sentence."""

    error: str


@router.get("/places/search", response={200: AddressHitsOut, 422: Any}, url_name="places-search")
def search_addresses(request: HttpRequest, q: Text, limit: Limit = 10, postal: bool = False) -> HttpResponse:
    """The addresses a text may mean, typing errors and half words forgiven. postal: only those letters go to."""
    del request
    answer = search(q, limit=limit, postal=postal)
    hits = AddressHitsOut(places=[AddressHitOut(**_address_fields(hit.line), matched_text=hit.matched_label) for hit in answer.hits], up_to_date=answer.up_to_date)
    return HttpResponse(hits.model_dump_json(), content_type="application/json")  # checked once: one types faster


@router.get("/places/postcode/{postcode}", response={200: AddressesOut, 404: ErrorOut, 422: Any}, url_name="places-postcode")
def list_addresses_of_postcode(request: HttpRequest, postcode: str) -> Any:
    """The addresses with a postcode, however it is written."""
    del request
    tidy = normalise_postcode(postcode[:20])
    if not tidy:
        return Status(404, ErrorOut(error="That is not a postcode. Send one such as PR7 1DP."))
    return AddressesOut(places=[AddressOut.of(line) for line in at_postcode(tidy)])


@router.post("/places/lookup", response={200: AddressLookupOut, 422: Any}, url_name="places-lookup")
def lookup_addresses(request: HttpRequest, lookup: AddressLookupIn) -> AddressLookupOut:
    """The addresses of up to 1,000 properties in one request."""
    del request
    lines = lines_of(lookup.uprns)
    wanted = list(dict.fromkeys(lookup.uprns))
    return AddressLookupOut(
        places=[AddressOut.of(lines[uprn]) for uprn in wanted if uprn in lines],
        missing=[uprn for uprn in wanted if uprn not in lines],
    )


class CandidateIn(Schema):
    """Something another system found that the gazetteer may lack or have wrong. Leave out who lives there."""

    client_reference: str = Field(min_length=1, max_length=120, description="The sender's own id for what it found.")
    source: CandidateSource = CandidateSource.CREW
    address: str = Field(default="", max_length=500)
    postcode: str = Field(default="", max_length=12)
    uprn: Uprn | None = None
    usrn: int | None = Field(default=None, ge=1, le=99_999_999)
    note: str = Field(default="", max_length=1000)


class CandidateCreatedOut(Schema):
    """What telling a candidate gave."""

    reference: str
    duplicate: bool


@router.post(
    "/places/candidates", response={200: CandidateCreatedOut, 201: CandidateCreatedOut, 400: ErrorOut, 409: ErrorOut, 422: Any},
    url_name="places-candidates",
)  # fmt: skip
def create_candidate(request: HttpRequest, candidate: CandidateIn) -> HttpResponse:
    """Say that something may be wrong, once. The same Idempotency-Key and body again get the first answer again."""
    at = now()
    return idempotent_response(request, at, "candidate", lambda principal: _raise_candidate(principal, at, candidate))


def _raise_candidate(principal: str, at: datetime, candidate: CandidateIn) -> StoredResponse:
    facts = candidate.dict(exclude={"client_reference", "address"})
    try:
        done = raise_candidate(
            by=principal, at=at, source_id=f"{principal} {candidate.client_reference}", text=candidate.address, **facts
        )
    except Refused as refused:
        return StoredResponse(422, "application/json", json.dumps({"error": f"{refused}."}).encode())
    body = {"reference": format_reference(done.reference), "duplicate": done.existed}
    return StoredResponse(200 if done.existed else 201, "application/json", json.dumps(body).encode())


@router.get("/places/{uprn}", response={200: PropertyOut, 404: ErrorOut, 422: Any}, url_name="place")
def get_property(request: HttpRequest, uprn: Uprn) -> Any:
    """What is known of a property today."""
    del request
    record = property_of(uprn, today())
    if record is None:
        return Status(404, ErrorOut(error="There is no property with that UPRN."))
    return PropertyOut(
        uprn=record.uprn, status=record.status, state=record.state, classification=record.classification,
        address=single_line(record.approved) if record.approved else None,
        postcode=record.approved.postcode if record.approved else "", easting=record.easting, northing=record.northing,
        latitude=record.latitude, longitude=record.longitude, ward=record.ward, parish=record.parish,
        parent_uprn=record.parent, children=list(record.children), successors=list(record.successors),
        addresses=[AddressVariantOut(key=a.key, status=a.status, address=single_line(a)) for a in record.addresses],
        withdrawn_on=record.withdrawn_on.isoformat() if record.withdrawn_on else None,
    )  # fmt: skip
