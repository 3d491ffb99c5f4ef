"""GeoReport v2 request parsing: key, filters and problem."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import QueryDict

from borough.access.public import BoroughRequest, Permission, Principal, check_token
from borough.kernel.references import parse_reference
from borough.services.public import problem_reports

WINDOW = timedelta(days=90)
LONGEST = 4_000  # characters of a description: GeoReport v2
MOST_PHOTOS = 10
ON_A_PAGE, MOST_ON_A_PAGE = 50, 1_000
ATTRIBUTE = re.compile(r"attribute\[(\w{1,80})\](?:\[\])?")


class Unreadable(ValueError):
    """A part of the request is invalid; the message says which."""


def principal_of(request: BoroughRequest, at: datetime) -> Principal | None:
    """Return the principal of the API key: in the header, form or query, as GeoReport clients send it."""
    header = request.headers.get("Authorization", "")
    key = request.POST.get("api_key") or request.GET.get("api_key") or ""
    principal = check_token(header or f"Bearer {key}", at)
    return principal if principal and principal.may(Permission.SERVICES_SUBMIT) else None


@dataclass(frozen=True, kw_only=True)
class RequestFilters:
    """Filters of a request list."""

    since: datetime
    until: datetime
    codes: tuple[str, ...]
    references: tuple[str, ...]
    states: tuple[str, ...]
    page: int
    size: int


def filters_of(query: QueryDict, at: datetime) -> RequestFilters:
    """Return the filters of a list; by default, the last 90 days. Raises Unreadable."""
    until = moment_in(query, "end_date") or at
    references = tuple(
        filter(None, (parse_reference(reference) for reference in _several(query, "service_request_id")))
    )
    if query.get("service_request_id") and not references:
        references = ("-",)  # matches no reference
    states = _several(query, "status")
    if set(states) - {"open", "closed"}:
        raise Unreadable("status must be open, closed or both with a comma between")
    return RequestFilters(
        since=moment_in(query, "start_date") or until - WINDOW,
        until=until,
        codes=_several(query, "service_code"),
        references=references,
        states=states,
        page=_integer(query, "page", 1, 10_000),
        size=_integer(query, "page_size", ON_A_PAGE, MOST_ON_A_PAGE),
    )


def _several(query: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in query.get(name, "").split(",")[:MOST_ON_A_PAGE] if part.strip())


def moment_in(query: QueryDict, name: str) -> datetime | None:
    """Return a time parameter, None if empty. Raises Unreadable."""
    text = query.get(name, "").strip().replace(" ", "+")  # a plus in the offset that was not encoded as %2B
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1970 < moment.year < 9000:
        raise Unreadable(f"{name} must be a date and time with its zone, like 2026-03-27T09:30:00Z")
    return moment


def _integer(query: QueryDict, name: str, default: int, most: int) -> int:
    text = query.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and 1 <= int(text) <= most):
        raise Unreadable(f"{name} must be a whole number from 1 to {most}")
    return int(text)


def problem_in(form: QueryDict) -> problem_reports.ProblemReport:
    """Return the problem in a form. Raises Unreadable for a missing required field."""
    fields = {name: form.get(name, "").strip() for name in form if not name.startswith("attribute[")}
    if not fields.get("service_code"):
        raise Unreadable("service_code is missing")
    near, uprn = fields.get("address_string", ""), fields.get("address_id", "")
    attributes = _attributes(form)
    latitude, longitude = _degrees(fields, "lat"), _degrees(fields, "long")
    if (latitude is None or longitude is None) and not (near or uprn):
        raise Unreadable("Say where it is: lat and long, address_string or address_id")
    if len(fields.get("description", "")) > LONGEST:
        raise Unreadable(f"description must be {LONGEST:,} characters or less")
    photos = [url.strip() for name in ("media_url", "media_url[]") for url in form.getlist(name) if url.strip()]
    return problem_reports.ProblemReport(
        code=fields["service_code"],
        latitude=latitude,
        longitude=longitude,
        near=near,
        uprn=uprn or "".join(attributes.get("uprn", ["", ""])[-1:]),
        description=fields.get("description", ""),
        media=[url[:200] for url in photos[:MOST_PHOTOS]],
        email=fields.get("email", ""),
        phone=fields.get("phone", ""),
        attributes=attributes,
    )


def _attributes(form: QueryDict) -> Mapping[str, list[str]]:
    attributes: dict[str, list[str]] = {}
    for name in form:
        if match := ATTRIBUTE.fullmatch(name):
            attributes.setdefault(match[1], []).extend(text.strip() for text in form.getlist(name))
    return attributes


def _degrees(fields: Mapping[str, str], name: str) -> float | None:
    text = fields.get(name, "")
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,20})?", text, re.ASCII):
        raise Unreadable(f"{name} must be a number of degrees, like 53.6531")
    return float(text)
