"""GeoReport v2 client: send problems to another council and fetch its status updates."""

import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode
from xml.etree.ElementTree import Element, ParseError, fromstring

from django.conf import settings

from borough.foundation.side_effects import DeliveryError
from borough.services.rules.county_attributes import CountyAttribute

TIMEOUT = 20
LARGEST = 2_000_000  # bytes
MOST_ATTRIBUTES = 100


class ReportRejected(Exception):
    """The other council rejected the report; str() is its own reason, where given."""


@dataclass(frozen=True, kw_only=True)
class StatusUpdate:
    """A status update from the other council about a forwarded problem."""

    update_id: str
    number: str
    status: str
    text: str


def send_report(*, key: str, fields: Mapping[str, str | Sequence[str]]) -> str:
    """Send a problem report and return its remote reference. Raises ReportRejected, and DeliveryError to be retried."""
    root = _request("requests.xml", dict(fields), headers={"Idempotency-Key": key})
    number = (root.findtext("request/service_request_id") or root.findtext("request/token") or "").strip()
    if not number:
        raise DeliveryError("answered without a number")
    return number[:120]


def wanted(code: str) -> tuple[CountyAttribute, ...]:
    """Return the attributes the other council asks for besides location and description; empty if undefined there.

    Raises DeliveryError.
    """
    try:
        root = _request(f"services/{quote(code, safe='')}.xml")
    except ReportRejected:
        return ()
    attributes = [
        CountyAttribute(
            code=_text(item, "code"),
            datatype=_text(item, "datatype").lower(),
            description=_text(item, "description"),
            required=_text(item, "required").lower() == "true",
            variable=_text(item, "variable").lower() != "false",
            values=tuple((_text(value, "key"), _text(value, "name")) for value in item.findall("values/value")),
        )
        for item in root.iter("attribute")
    ]
    return tuple(item for item in attributes if item.code)[:MOST_ATTRIBUTES]


def updates(*, since: datetime, until: datetime) -> list[StatusUpdate]:
    """Return the updates in a time window, without those lacking an ID. Raises ReportRejected and DeliveryError."""
    window = urlencode(
        {
            "api_key": settings.COUNTY_KEY,
            "start_date": since.isoformat(timespec="seconds"),
            "end_date": until.isoformat(timespec="seconds"),
        }
    )
    root = _request(f"servicerequestupdates.xml?{window}")
    results = [
        StatusUpdate(
            update_id=_text(item, "update_id"),
            number=_text(item, "service_request_id"),
            status=_text(item, "status"),
            text=_text(item, "description"),
        )
        for item in root.findall("request_update")
    ]
    return [item for item in results if item.update_id and item.number]


def _text(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _request(
    where: str, fields: Mapping[str, str | Sequence[str]] | None = None, headers: Mapping[str, str] | None = None
) -> Element:
    data = urlencode({**fields, "api_key": settings.COUNTY_KEY}, doseq=True).encode() if fields is not None else None
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked in the environment
        f"{settings.COUNTY_URL}/{where}", data=data, headers=dict(headers or {})
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            return _parsed(answer.read(LARGEST + 1))
    except urllib.error.HTTPError as error:
        if error.code in (400, 404, 422):
            raise ReportRejected(_why(error.read(LARGEST))) from None
        raise DeliveryError(f"answered {error.code}") from None
    except OSError as error:
        raise DeliveryError(f"not reached: {type(error).__name__}") from None


def _parsed(body: bytes) -> Element:
    """Parse the XML response. Raises DeliveryError for invalid XML and for entity declarations."""
    if len(body) > LARGEST or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise DeliveryError("answered with what is no GeoReport")
    try:
        return fromstring(body)  # noqa: S314 - without a document type there are no entities to blow up
    except (ParseError, ValueError, LookupError):
        raise DeliveryError("answered with what is no XML") from None


def _why(body: bytes) -> str:
    try:
        return (_parsed(body).findtext("error/description") or "").strip()[:500]
    except DeliveryError:
        return ""
