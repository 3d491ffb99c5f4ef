"""GeoReport v2 encoding: XML without namespaces or empty elements, and JSON without the root name."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring
from zoneinfo import ZoneInfo

from django.http import HttpResponse

LONDON = ZoneInfo("Europe/London")
SINGULAR = {
    "services": "service",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
"""Element name of the items in a list."""
FORMATS = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}

Row = Mapping[str, Any]


def moment(at: datetime) -> str:
    """Format a time in W3C format with its offset, in London time."""
    return at.astimezone(LONDON).isoformat(timespec="seconds")


def end_of(day: date) -> str:
    """Return the last second of a day."""
    return moment(datetime.combine(day, time(23, 59, 59), LONDON))


def answer(form: str, name: str, content: Row | Sequence[Row], status: int = 200) -> HttpResponse:
    """Return a response with a list of items, or one item, under its name."""
    body = _xml(name, content) if form == "xml" else json.dumps(_full(content), ensure_ascii=False)
    return HttpResponse(body, status=status, content_type=FORMATS.get(form, FORMATS["xml"]))


def fault(form: str, status: int, sentence: str) -> HttpResponse:
    """Return an error in GeoReport format."""
    return answer(form, "errors", [{"code": status, "description": sentence}], status)


def _full(content: Any) -> Any:
    """Return the content without empty values: a missing element and an empty one are equivalent."""
    if isinstance(content, Mapping):
        return {key: _full(value) for key, value in content.items() if value not in (None, "", [], ())}
    return [_full(item) for item in content] if isinstance(content, list | tuple) else content


def _xml(name: str, content: Any) -> str:
    root = Element(name)
    _put(root, name, _full(content))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def _put(at: Element, name: str, content: Any) -> None:
    if isinstance(content, Mapping):
        for key, value in content.items():
            _put(SubElement(at, key), key, value)
    elif isinstance(content, list):
        for item in content:
            _put(SubElement(at, SINGULAR[name]), "", item)
    else:
        at.text = _plain(str(content).lower() if isinstance(content, bool) else str(content))


def _plain(text: str) -> str:
    """Return the text without characters that XML cannot contain."""
    return "".join(letter for letter in text if letter in "\t\n\r" or (letter >= " " and letter not in "\ufffe\uffff"))
