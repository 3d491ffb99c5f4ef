"""The gazetteer for machines: find an address, what is known of a property, and say what is wrong with it."""

import json
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from borough.api.rest.answering import answered_once
from borough.api.rest.fields import Uprn
from borough.foundation.clock import now, today
from borough.foundation.idempotency import Answer
from borough.kernel.references import show
from borough.places.public import (
    Line,
    Refused,
    at_postcode,
    lines_of,
    property_of,
    raise_candidate,
    search,
    single_line,
    tidy_postcode,
)
from borough.places.types import CandidateSource

router = Router(tags=["places"])
MOST_AT_ONCE = 1000
Limit = Annotated[int, Field(ge=1, le=50)]
Text = Annotated[str, Field(min_length=1, max_length=500)]


class Address(Schema):
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
    def of(line: Line) -> "Address":
        """The address of a line."""
        return Address(**_told(line))


def _told(line: Line) -> dict[str, Any]:
    return {
        "uprn": line.uprn, "address": single_line(line), "postcode": line.postcode, "post_town": line.post_town,
        "organisation": line.organisation, "usrn": line.usrn, "classification": line.classification,
        "parent_uprn": line.parent, "easting": line.easting, "northing": line.northing,
    }  # fmt: skip


class Hit(Address):
    """An address that may be meant; found_by is the way of writing it that was found, where that is another."""

    found_by: str


class Hits(Schema):
    """Addresses, the likeliest first. current: whether every change of the gazetteer had been taken in."""

    places: list[Hit]
    current: bool


class Addresses(Schema):
    """Addresses in the order people expect a list of them in."""

    places: list[Address]


class Looked(Schema):
    """Addresses in the order asked for; missing are the UPRNs that go by no address here."""

    places: list[Address]
    missing: list[int]


class Asked(Schema):
    """UPRNs whose addresses are wanted."""

    uprns: list[Uprn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class Written(Schema):
    """One way of writing the address. status is 1 approved, 3 alternate, 6 provisional, 8 historic and so on."""

    key: str
    status: int
    address: str


class Property(Schema):
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
    addresses: list[Written]
    withdrawn_on: str | None


class Fault(Schema):
    """Why not, in a sentence."""

    error: str


@router.get("/places/search", response={200: Hits, 422: Any}, url_name="places-search")
def find(request: HttpRequest, q: Text, limit: Limit = 10, postal: bool = False) -> HttpResponse:
    """The addresses a text may mean, typing errors and half words forgiven. postal: only those letters go to."""
    del request
    answer = search(q, limit=limit, postal=postal)
    hits = Hits(places=[Hit(**_told(one.line), found_by=one.found_by) for one in answer.found], current=answer.current)
    return HttpResponse(hits.model_dump_json(), content_type="application/json")  # checked once: one types faster


@router.get("/places/postcode/{postcode}", response={200: Addresses, 404: Fault, 422: Any}, url_name="places-postcode")
def of_postcode(request: HttpRequest, postcode: str) -> Any:
    """The addresses with a postcode, however it is written."""
    del request
    tidy = tidy_postcode(postcode[:20])
    if not tidy:
        return Status(404, Fault(error="That is not a postcode. Send one such as PR7 1DP."))
    return Addresses(places=[Address.of(line) for line in at_postcode(tidy)])


@router.post("/places/lookup", response={200: Looked, 422: Any}, url_name="places-lookup")
def many(request: HttpRequest, asked: Asked) -> Looked:
    """The addresses of up to 1,000 properties in one request."""
    del request
    found = lines_of(asked.uprns)
    wanted = list(dict.fromkeys(asked.uprns))
    return Looked(
        places=[Address.of(found[uprn]) for uprn in wanted if uprn in found],
        missing=[uprn for uprn in wanted if uprn not in found],
    )


class NewCandidate(Schema):
    """Something another system found that the gazetteer may lack or have wrong. Leave out who lives there."""

    client_reference: str = Field(min_length=1, max_length=120, description="The sender's own id for what it found.")
    source: CandidateSource = CandidateSource.CREW
    address: str = Field(default="", max_length=500)
    postcode: str = Field(default="", max_length=12)
    uprn: Uprn | None = None
    usrn: int | None = Field(default=None, ge=1, le=99_999_999)
    note: str = Field(default="", max_length=1000)


class Told(Schema):
    """What telling a candidate gave."""

    reference: str
    again: bool


@router.post(
    "/places/candidates", response={200: Told, 201: Told, 400: Fault, 409: Fault, 422: Any},
    url_name="places-candidates",
)  # fmt: skip
def tell(request: HttpRequest, told: NewCandidate) -> HttpResponse:
    """Say that something may be wrong, once. The same Idempotency-Key and body again get the first answer again."""
    at = now()
    return answered_once(request, at, "candidate", lambda principal: _raised(principal, at, told))


def _raised(principal: str, at: datetime, told: NewCandidate) -> Answer:
    facts = told.dict(exclude={"client_reference", "address"})
    try:
        done = raise_candidate(
            by=principal, at=at, source_id=f"{principal} {told.client_reference}", text=told.address, **facts
        )
    except Refused as refused:
        return Answer(422, "application/json", json.dumps({"error": f"{refused}."}).encode())
    body = {"reference": show(done.reference), "again": done.again}
    return Answer(200 if done.again else 201, "application/json", json.dumps(body).encode())


@router.get("/places/{uprn}", response={200: Property, 404: Fault, 422: Any}, url_name="place")
def one(request: HttpRequest, uprn: Uprn) -> Any:
    """What is known of a property today."""
    del request
    held = property_of(uprn, today())
    if held is None:
        return Status(404, Fault(error="There is no property with that UPRN."))
    return Property(
        uprn=held.uprn, status=held.status, state=held.state, classification=held.classification,
        address=single_line(held.approved) if held.approved else None,
        postcode=held.approved.postcode if held.approved else "", easting=held.easting, northing=held.northing,
        latitude=held.latitude, longitude=held.longitude, ward=held.ward, parish=held.parish,
        parent_uprn=held.parent, children=list(held.children), successors=list(held.successors),
        addresses=[Written(key=a.key, status=a.status, address=single_line(a)) for a in held.addresses],
        withdrawn_on=held.withdrawn_on.isoformat() if held.withdrawn_on else None,
    )  # fmt: skip
