"""The addresses of GeoReport v2. Anyone may see that a problem was told and how it stands; its teller sees its words.

A key is one of our tokens with the scope services.submit. What people told us themselves is not here.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from borough.access.public import Principal, machines, within_limit
from borough.api.rest.open311 import reading
from borough.api.rest.open311.reading import Unreadable, principal_of
from borough.api.rest.open311.wire import answer, end_of, fault, moment
from borough.cases import public as cases
from borough.foundation.clock import now, today
from borough.kernel.references import new_reference, show, tidy
from borough.services import public as services
from borough.services.public import reporting, reports

SOURCE = "open311 "
OPEN, CLOSED = "open", "closed"
EXTENDED = {
    cases.State.NEW: "open", cases.State.WORKING: "in_progress", cases.State.WAITING: "investigating",
    cases.State.DONE: "closed", cases.State.REFERRED: "internal_referral", cases.State.WITHDRAWN: "cancelled",
}  # fmt: skip
"""States of a case in the words of the extended statuses of FixMyStreet."""
CHANGESET = "2026-11-23T00:00:00+00:00"
UNKNOWN_CODE = "There is no service of that service_code"
BAD_KEY = "This api_key is not one of ours, or may not send services"
LOOK_BACK = timedelta(days=1)
READS = "120/m/ip"
TOO_MANY = "That was more requests in a minute than anybody needs. Wait a minute"

View = Callable[..., HttpResponse]


def _plainly(view: View) -> View:
    """Answer what cannot be read with 400 and the sentence, in the format that was asked for."""

    @wraps(view)
    def answered(request: HttpRequest, form: str, **more: str) -> HttpResponse:
        try:
            return view(request, form, **more)
        except Unreadable as error:
            return fault(form, 400, str(error))
        except services.UnknownService:
            return fault(form, 404, UNKNOWN_CODE)

    return answered


@machines(None)
@_plainly
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where everything is, and how a key is had."""
    del request
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2", "url": f"{settings.PUBLIC_URL}/open311/v2",
        "changeset": CHANGESET, "type": "production",
        "formats": ["text/xml", "application/json"],
    }  # fmt: skip
    told = {"changeset": CHANGESET, "key_service": "Ask the council for an API token.", "endpoints": [endpoint]}
    return answer(form, "discovery", told)


@machines(None)
@_plainly
def service_list(request: HttpRequest, form: str) -> HttpResponse:
    """The problems that may be told."""
    del request
    rows = [
        {
            "service_code": one.code, "service_name": one.name, "description": one.description,
            "metadata": bool(reports.attributes(one.code, today())), "type": "realtime", "group": one.group,
        }
        for one in reports.problems()
    ]  # fmt: skip
    return answer(form, "services", rows)


@machines(None)
@_plainly
def service_definition(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """What is asked of one problem besides where and what."""
    del request
    rows = [
        {
            "variable": True, "code": one.code, "datatype": one.datatype, "required": one.required,
            "datatype_description": one.hint, "order": order, "description": one.description,
            "values": [{"key": key, "name": name} for key, name in one.values],
        }
        for order, one in enumerate(reports.attributes(code, today()), 1)
    ]  # fmt: skip
    return answer(form, "service_definition", {"service_code": code, "attributes": rows})


def _told(request: HttpRequest, form: str) -> HttpResponse:
    at = now()
    principal = principal_of(request, at)
    if principal is None:
        return fault(form, 403, BAD_KEY)
    told = reading.told_in(request.POST)
    own = request.POST.get("attribute[fixmystreet_id]", "") or request.headers.get("Idempotency-Key", "")
    try:
        receipt = reporting.report(
            by=principal.name, at=at, today=today(), told=told, source=source_of(principal),
            source_id=own.strip()[:120] or new_reference(),
        )  # fmt: skip
    except services.Unfit as unfit:
        said = "; ".join(": ".join(filter(None, [one.question, one.sentence])) for one in unfit.faults[:20])
        return fault(form, 400, said)
    made = {"service_request_id": show(receipt.reference), "service_notice": _notice(told.code)}
    return answer(form, "service_requests", [made], 201)


def _notice(code: str) -> str:
    return next((one.description for one in reports.problems() if one.code == code), "")


def source_of(principal: Principal) -> str:
    """The source of what a key tells."""
    return f"{SOURCE}{principal.name}"


@machines(None, "GET POST")
@csrf_exempt
@_plainly
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """GET: problems that were told. POST: tell one."""
    if request.method == "POST":
        return _told(request, form)
    if not within_limit(request, "open311_read", READS):
        return fault(form, 429, TOO_MANY)
    at = now()
    asked = reading.asked_of(request.GET, at)
    found = reports.reported(
        told_by=SOURCE, since=asked.since, until=asked.until, codes=asked.codes, references=asked.references
    )
    if asked.states and not asked.references:
        found = [one for one in found if _status(one.state) in asked.states]
    start = (asked.page - 1) * asked.size
    return _requests(request, form, found[start : start + asked.size])


@machines(None)
@_plainly
def one_request(request: HttpRequest, form: str, reference: str) -> HttpResponse:
    """One problem that was told."""
    if not within_limit(request, "open311_read", READS):
        return fault(form, 429, TOO_MANY)
    at, plain = now(), tidy(reference)
    found = reports.reported(told_by=SOURCE, since=at, until=at, references=[plain]) if plain else []
    return _requests(request, form, found) if found else fault(form, 404, "There is no request of that id")


def _requests(request: HttpRequest, form: str, found: list[reports.Reported]) -> HttpResponse:
    """Requests as whoever asks may see them."""
    teller = principal_of(request, now())
    own = source_of(teller) if teller else ""
    return answer(form, "service_requests", [_shown(one, whole=one.source == own) for one in found])


def _status(state: cases.State) -> str:
    return CLOSED if state.over else OPEN


def _shown(one: reports.Reported, *, whole: bool) -> dict[str, Any]:
    """A request; its words, address and outcome for whoever told it alone."""
    plain = {
        "service_request_id": show(one.reference), "status": _status(one.state), "service_name": one.problem.name,
        "service_code": one.problem.code, "agency_responsible": settings.COUNCIL_NAME,
        "requested_datetime": moment(one.submitted_at), "updated_datetime": moment(one.changed_at),
        "expected_datetime": end_of(one.promised_by) if one.promised_by else "",
        "lat": one.latitude, "long": one.longitude,
    }  # fmt: skip
    if not whole:
        return plain
    return plain | {
        "status_notes": one.outcome,
        "description": one.words,
        "address": one.near,
        "address_id": str(one.uprn) if one.uprn else "",
    }


@machines(None, "GET POST")
@csrf_exempt
@_plainly
def updates(request: HttpRequest, form: str) -> HttpResponse:
    """GET: what happened to the problems one told. POST: what the person who saw it adds."""
    at = now()
    principal = principal_of(request, at)
    if principal is None:
        return fault(form, 403, BAD_KEY)
    if request.method == "POST":
        return _added(request, form, principal)
    asked = reading.asked_of(request.GET, at)
    since = asked.since if request.GET.get("start_date") else asked.until - LOOK_BACK
    rows = [
        {
            "update_id": one.update_id, "service_request_id": show(one.reference),
            "status": EXTENDED[one.state] if one.state else "unchanged", "updated_datetime": moment(one.at),
            "description": one.words,
        }
        for one in reports.updates(source=source_of(principal), since=since, until=asked.until)
    ]  # fmt: skip
    return answer(form, "service_request_updates", rows)


def _added(request: HttpRequest, form: str, principal: Principal) -> HttpResponse:
    given = {name: request.POST.get(name, "").strip() for name in request.POST}
    wanted = ("service_request_id", "update_id", "status", "updated_datetime", "description")
    if lacking := [name for name in wanted if not given.get(name)]:
        raise Unreadable(f"{lacking[0]} is missing")
    reading.moment_in(request.POST, "updated_datetime")
    added = reporting.Added(
        reference=tidy(given["service_request_id"]) or "", update_id=given["update_id"][:120],
        status=given["status"].upper()[:40], words=given["description"][: reading.LONGEST],
    )  # fmt: skip
    outcome = reporting.add(by=principal.name, at=now(), added=added, source=source_of(principal))
    if outcome == "unknown":
        return fault(form, 404, "There is no request of that id")
    if outcome == "again":
        return fault(form, 400, f"The update {added.update_id} already exists")
    return answer(form, "service_request_updates", [{"update_id": added.update_id}], 201)
