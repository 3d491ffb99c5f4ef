"""Bin days for machines: JSON and an iCalendar feed for every property, open to anyone, and the same in the API."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date
from ninja import Router, Schema, Status
from pydantic import Field

from borough.access.public import machines
from borough.api.rest import calendars
from borough.api.rest.fields import Uprn
from borough.foundation.clock import today
from borough.places.public import line_of
from borough.ui.shared import shared
from borough.waste.public import Calendar, Collection, calendar_of, streams

router = Router(tags=["bins"])
KEPT = "public, max-age=3600"
NONE = "There is no property with that UPRN."


class CollectionTold(Schema):
    """A collection. on is null where it was dropped; usual_on is its day without changes."""

    stream: str
    name: str
    container: str
    on: date | None
    usual_on: date
    why: str | None = Field(description="holiday, season, catch_up or disruption; null when nothing is changed.")
    note: str


class BinDaysTold(Schema):
    """A property's collections from today, for half a year. garden: those of subscribers are among them."""

    uprn: int
    from_day: date
    garden: bool
    collections: list[CollectionTold]


class Fault(Schema):
    """Why not, in a sentence."""

    error: str


def told(calendar: Calendar, *, garden: bool) -> BinDaysTold:
    """A calendar as JSON has it."""
    coming = [one for one in calendar.collections() if (one.on or one.usual_on) >= calendar.today]
    return BinDaysTold(
        uprn=calendar.uprn, from_day=calendar.today, garden=garden, collections=[_collection(one) for one in coming]
    )


def _collection(one: Collection) -> CollectionTold:
    stream = streams()[one.stream]
    return CollectionTold(
        stream=one.stream, name=stream.name, container=stream.container, on=one.on, usual_on=one.usual_on,
        why=one.why.value if one.why else None, note=one.note,
    )  # fmt: skip


@router.get("/bins/{uprn}", response={200: BinDaysTold, 404: Fault, 422: Any}, url_name="bin-days")
def bin_days(request: HttpRequest, uprn: Uprn, garden: bool = False) -> Any:
    """A property's collections. The same is at /bins/<uprn>.json for anyone's page, and as iCalendar at .ics."""
    del request
    if line_of(uprn) is None:
        return Status(404, Fault(error=NONE))
    return Status(200, told(calendar_of(uprn, today(), garden=garden), garden=garden))


@machines(None)
@shared
def as_json(request: HttpRequest, uprn: int) -> HttpResponse:
    """The collections of a property, for pages anywhere."""
    garden = _garden(request)
    return _answer(
        request, uprn, "application/json",
        lambda calendar: told(calendar, garden=garden).model_dump_json().encode(),
    )  # fmt: skip


@machines(None)
@shared
def as_calendar(request: HttpRequest, uprn: int) -> HttpResponse:
    """The collections of a property as a calendar to subscribe to."""
    host, council = request.get_host().partition(":")[0], settings.COUNCIL_NAME
    response = _answer(
        request, uprn, "text/calendar; charset=utf-8",
        lambda calendar: calendars.feed(calendar, streams(), host=host, council=council),
    )  # fmt: skip
    response["Content-Disposition"] = f'inline; filename="bin-days-{uprn}.ics"'
    return response


def _garden(request: HttpRequest) -> bool:
    return request.GET.get("garden", "") in ("yes", "true", "1")


def _answer(
    request: HttpRequest, uprn: int, media_type: str, make: Callable[[Calendar], bytes]
) -> HttpResponse:  # fmt: skip
    """What is made of the calendar, unless the one who asks has it already."""
    if line_of(uprn) is None:
        return HttpResponse(NONE, status=404, content_type="text/plain; charset=utf-8", headers=_open({}))
    calendar = calendar_of(uprn, today(), garden=_garden(request))
    tag = f'W/"{calendar.mark}"'
    headers = {"ETag": tag, "Cache-Control": KEPT}
    if calendar.changed_at:
        headers["Last-Modified"] = http_date(calendar.changed_at.timestamp())
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=_open(headers))
    return HttpResponse(make(calendar), content_type=media_type, headers=_open(headers))


def _open(headers: dict[str, str]) -> dict[str, str]:
    return headers | {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}
