"""What a request of GeoReport v2 asks: its key, its filters, and the problem it tells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest, QueryDict

from borough.access.public import Permission, Principal, check_token
from borough.kernel.references import tidy
from borough.services.public import reporting

WINDOW = timedelta(days=90)
LONGEST = 4_000  # characters of a description: GeoReport v2
MOST_PHOTOS = 10
ON_A_PAGE, MOST_ON_A_PAGE = 50, 1_000
ATTRIBUTE = re.compile(r"attribute\[(\w{1,80})\](?:\[\])?")


class Unreadable(ValueError):
    """A part of the request does not say what it must; the sentence says which."""


def principal_of(request: HttpRequest, at: datetime) -> Principal | None:
    """Whose key came with it: in the header, the form or the query, as clients of GeoReport send it."""
    header = request.headers.get("Authorization", "")
    key = request.POST.get("api_key") or request.GET.get("api_key") or ""
    found = check_token(header or f"Bearer {key}", at)
    return found if found and found.may(Permission.SERVICES_SUBMIT) else None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which requests a list is asked for."""

    since: datetime
    until: datetime
    codes: tuple[str, ...]
    references: tuple[str, ...]
    states: tuple[str, ...]
    page: int
    size: int


def asked_of(given: QueryDict, at: datetime) -> Asked:
    """The filters of a list; without dates, the last 90 days. Raises Unreadable."""
    until = moment_in(given, "end_date") or at
    references = tuple(filter(None, (tidy(one) for one in _several(given, "service_request_id"))))
    if given.get("service_request_id") and not references:
        references = ("-",)  # such a reference is nobody's
    states = _several(given, "status")
    if set(states) - {"open", "closed"}:
        raise Unreadable("status must be open, closed or both with a comma between")
    return Asked(
        since=moment_in(given, "start_date") or until - WINDOW, until=until, codes=_several(given, "service_code"),
        references=references, states=states, page=_whole(given, "page", 1, 10_000),
        size=_whole(given, "page_size", ON_A_PAGE, MOST_ON_A_PAGE),
    )  # fmt: skip


def _several(given: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in given.get(name, "").split(",")[:MOST_ON_A_PAGE] if one.strip())


def moment_in(given: QueryDict, name: str) -> datetime | None:
    """A moment that was sent, None when it is left empty. Raises Unreadable."""
    text = given.get(name, "").strip().replace(" ", "+")  # a plus of a zone that was not written %2B
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 1970 < found.year < 9000:
        raise Unreadable(f"{name} must be a date and time with its zone, like 2026-03-27T09:30:00Z")
    return found


def _whole(given: QueryDict, name: str, default: int, most: int) -> int:
    text = given.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and 1 <= int(text) <= most):
        raise Unreadable(f"{name} must be a whole number from 1 to {most}")
    return int(text)


def told_in(form: QueryDict) -> reporting.Told:
    """The problem a form tells. Raises Unreadable where it lacks what it must have."""
    given = {name: form.get(name, "").strip() for name in form if not name.startswith("attribute[")}
    if not given.get("service_code"):
        raise Unreadable("service_code is missing")
    near, uprn = given.get("address_string", ""), given.get("address_id", "")
    attributes = _attributes(form)
    latitude, longitude = _degrees(given, "lat"), _degrees(given, "long")
    if (latitude is None or longitude is None) and not (near or uprn):
        raise Unreadable("Say where it is: lat and long, address_string or address_id")
    if len(given.get("description", "")) > LONGEST:
        raise Unreadable(f"description must be {LONGEST:,} characters or less")
    photos = [one.strip() for name in ("media_url", "media_url[]") for one in form.getlist(name) if one.strip()]
    return reporting.Told(
        code=given["service_code"], latitude=latitude, longitude=longitude, near=near,
        uprn=uprn or "".join(attributes.get("uprn", ["", ""])[-1:]), words=given.get("description", ""),
        media=[one[:200] for one in photos[:MOST_PHOTOS]], email=given.get("email", ""), phone=given.get("phone", ""),
        attributes=attributes,
    )  # fmt: skip


def _attributes(form: QueryDict) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in form:
        if match := ATTRIBUTE.fullmatch(name):
            found.setdefault(match[1], []).extend(one.strip() for one in form.getlist(name))
    return found


def _degrees(given: Mapping[str, str], name: str) -> float | None:
    text = given.get(name, "")
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,20})?", text, re.ASCII):
        raise Unreadable(f"{name} must be a number of degrees, like 53.6531")
    return float(text)
