"""Bin days API: public JSON and iCalendar feeds for every property, and the same in the API."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.http import http_date
from ninja import Router, Schema, Status
from pydantic import Field

from borough.access.public import BoroughRequest, machine_only
from borough.api.fields import Uprn
from borough.api.schemas import ProblemOut
from borough.api.v1.waste import calendars
from borough.foundation.clock import today
from borough.foundation.http.problems import problem
from borough.gazetteer.public import line_of
from borough.ui.page_cache import cached_public_page
from borough.waste.public import Calendar, Collection, calendar_of, streams

router = Router(tags=["bins"])
CACHE_CONTROL = "public, max-age=3600"
NONE = "There is no property with that UPRN."


class CollectionOut(Schema):
    """A collection. on is null if it was dropped; usual_on is its day without changes."""

    stream: str
    name: str
    container: str
    on: date | None
    usual_on: date
    why: str | None = Field(description="holiday, season, catch_up or disruption; null when nothing is changed.")
    note: str


class BinDaysOut(Schema):
    """A property's collections for the next half year. garden: include subscription-only streams."""

    uprn: int
    from_day: date
    garden: bool
    collections: list[CollectionOut]


def bin_days_out(calendar: Calendar, *, garden: bool) -> BinDaysOut:
    """Return a calendar as JSON."""
    coming = [
        collection for collection in calendar.collections() if (collection.on or collection.usual_on) >= calendar.today
    ]
    return BinDaysOut(
        uprn=calendar.uprn,
        from_day=calendar.today,
        garden=garden,
        collections=[_collection(collection) for collection in coming],
    )


def _collection(collection: Collection) -> CollectionOut:
    stream = streams()[collection.stream]
    return CollectionOut(
        stream=collection.stream,
        name=stream.name,
        container=stream.container,
        on=collection.on,
        usual_on=collection.usual_on,
        why=collection.why.value if collection.why else None,
        note=collection.note,
    )


@router.get("/bins/{uprn}", response={200: BinDaysOut, 404: ProblemOut, 422: Any}, url_name="bin-days")
def get_bin_days(request: BoroughRequest, uprn: Uprn, garden: bool = False) -> Any:
    """Return a property's collections. Also public at /bins/<uprn>.json, and as iCalendar at .ics."""
    del request
    if line_of(uprn) is None:
        return problem("not-found", NONE)
    return Status(200, bin_days_out(calendar_of(uprn, today(), garden=garden), garden=garden))


@machine_only(None)
@cached_public_page
def bin_days_json(request: BoroughRequest, uprn: int) -> HttpResponse:
    """Return a property's collections as public JSON."""
    garden = _garden(request)
    return _answer(
        request,
        uprn,
        "application/json",
        lambda calendar: bin_days_out(calendar, garden=garden).model_dump_json().encode(),
    )


@machine_only(None)
@cached_public_page
def bin_days_ics(request: BoroughRequest, uprn: int) -> HttpResponse:
    """Return a property's collections as a subscribable calendar."""
    host, council = request.get_host().partition(":")[0], settings.COUNCIL_NAME
    response = _answer(
        request,
        uprn,
        "text/calendar; charset=utf-8",
        lambda calendar: calendars.feed(calendar, streams(), host=host, council=council),
    )
    response["Content-Disposition"] = f'inline; filename="bin-days-{uprn}.ics"'
    return response


def _garden(request: BoroughRequest) -> bool:
    return request.GET.get("garden", "") in ("yes", "true", "1")


def _answer(request: BoroughRequest, uprn: int, media_type: str, make: Callable[[Calendar], bytes]) -> HttpResponse:
    """Return the rendered calendar, or 304 if the client has the current version."""
    if line_of(uprn) is None:
        return problem("not-found", NONE, headers=_open({}))
    calendar = calendar_of(uprn, today(), garden=_garden(request))
    tag = f'W/"{calendar.mark}"'
    headers = {"ETag": tag, "Cache-Control": CACHE_CONTROL}
    if calendar.changed_at:
        headers["Last-Modified"] = http_date(calendar.changed_at.timestamp())
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=_open(headers))
    return HttpResponse(make(calendar), content_type=media_type, headers=_open(headers))


def _open(headers: dict[str, str]) -> dict[str, str]:
    return headers | {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}
