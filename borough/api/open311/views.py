"""GeoReport v2 endpoints. Anyone may see a problem and its status; only its reporter sees its text.

A key is an API token with the scope services.submit. Problems that people reported to us directly are not
included.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from borough.access.public import BoroughRequest, Principal, machine_only, within_limit
from borough.api.open311 import request_parser
from borough.api.open311.encoding import answer, end_of, fault, moment
from borough.api.open311.request_parser import Unreadable, principal_of
from borough.cases import public as cases
from borough.foundation.clock import now, today
from borough.kernel.references import format_reference, new_reference, parse_reference
from borough.services import public as services
from borough.services.public import problem_reports, reports

SOURCE = "open311 "
OPEN, CLOSED = "open", "closed"
EXTENDED = {
    cases.State.NEW: "open",
    cases.State.WORKING: "in_progress",
    cases.State.WAITING: "investigating",
    cases.State.DONE: "closed",
    cases.State.REFERRED: "internal_referral",
    cases.State.WITHDRAWN: "cancelled",
}
"""Case states as FixMyStreet's extended statuses."""
CHANGESET = "2026-11-23T00:00:00+00:00"
UNKNOWN_CODE = "There is no service of that service_code"
BAD_KEY = "This api_key is not one of ours, or may not send services"
LOOK_BACK = timedelta(days=1)
READS = "120/m/ip"
TOO_MANY = "That was more requests in a minute than anybody needs. Wait a minute"

View = Callable[..., HttpResponse]


def _plainly(view: View) -> View:
    """Return 400 with a message in the requested format for an unreadable request."""

    @wraps(view)
    def answered(request: BoroughRequest, form: str, **more: str) -> HttpResponse:
        try:
            return view(request, form, **more)
        except Unreadable as error:
            return fault(form, 400, str(error))
        except services.UnknownService:
            return fault(form, 404, UNKNOWN_CODE)

    return answered


@machine_only(None)
@_plainly
def discovery(request: BoroughRequest, form: str) -> HttpResponse:
    """List the endpoints, and how to get a key."""
    del request
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": f"{settings.PUBLIC_URL}/open311/v2",
        "changeset": CHANGESET,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    document = {"changeset": CHANGESET, "key_service": "Ask the council for an API token.", "endpoints": [endpoint]}
    return answer(form, "discovery", document)


@machine_only(None)
@_plainly
def service_list(request: BoroughRequest, form: str) -> HttpResponse:
    """List the problem types."""
    del request
    rows = [
        {
            "service_code": problem.code,
            "service_name": problem.name,
            "description": problem.description,
            "metadata": bool(reports.attributes(problem.code, today())),
            "type": "realtime",
            "group": problem.group,
        }
        for problem in reports.problems()
    ]
    return answer(form, "services", rows)


@machine_only(None)
@_plainly
def service_definition(request: BoroughRequest, form: str, code: str) -> HttpResponse:
    """Return the attributes of a problem type besides location and description."""
    del request
    rows = [
        {
            "variable": True,
            "code": attribute.code,
            "datatype": attribute.datatype,
            "required": attribute.required,
            "datatype_description": attribute.hint,
            "order": order,
            "description": attribute.description,
            "values": [{"key": key, "name": name} for key, name in attribute.values],
        }
        for order, attribute in enumerate(reports.attributes(code, today()), 1)
    ]
    return answer(form, "service_definition", {"service_code": code, "attributes": rows})


def _create_request(request: BoroughRequest, form: str) -> HttpResponse:
    at = now()
    principal = principal_of(request, at)
    if principal is None:
        return fault(form, 403, BAD_KEY)
    problem = request_parser.problem_in(request.POST)
    own = request.POST.get("attribute[fixmystreet_id]", "") or request.headers.get("Idempotency-Key", "")
    try:
        receipt = problem_reports.submit_report(
            by=principal.name,
            at=at,
            today=today(),
            problem=problem,
            source=source_of(principal),
            source_id=own.strip()[:120] or new_reference(),
        )
    except services.InvalidSubmission as unfit:
        sentence = "; ".join(": ".join(filter(None, [item.question, item.sentence])) for item in unfit.faults[:20])
        return fault(form, 400, sentence)
    created = {"service_request_id": format_reference(receipt.reference), "service_notice": _notice(problem.code)}
    return answer(form, "service_requests", [created], 201)


def _notice(code: str) -> str:
    return next((problem.description for problem in reports.problems() if problem.code == code), "")


def source_of(principal: Principal) -> str:
    """Return the submission source of a key."""
    return f"{SOURCE}{principal.name}"


@machine_only(None, "GET POST")
@csrf_exempt
@_plainly
def requests(request: BoroughRequest, form: str) -> HttpResponse:
    """GET: list reported problems. POST: report a problem."""
    if request.method == "POST":
        return _create_request(request, form)
    if not within_limit(request, "open311_read", READS):
        return fault(form, 429, TOO_MANY)
    at = now()
    filters = request_parser.filters_of(request.GET, at)
    problems = reports.reported_problems(
        source_prefix=SOURCE,
        since=filters.since,
        until=filters.until,
        codes=filters.codes,
        references=filters.references,
    )
    if filters.states and not filters.references:
        problems = [item for item in problems if _status(item.state) in filters.states]
    start = (filters.page - 1) * filters.size
    return _requests(request, form, problems[start : start + filters.size])


@machine_only(None)
@_plainly
def service_request(request: BoroughRequest, form: str, reference: str) -> HttpResponse:
    """Return one reported problem."""
    if not within_limit(request, "open311_read", READS):
        return fault(form, 429, TOO_MANY)
    at, plain = now(), parse_reference(reference)
    problems = reports.reported_problems(source_prefix=SOURCE, since=at, until=at, references=[plain]) if plain else []
    return _requests(request, form, problems) if problems else fault(form, 404, "There is no request of that id")


def _requests(request: BoroughRequest, form: str, problems: list[reports.ReportedProblem]) -> HttpResponse:
    """Return requests with the fields visible to this client."""
    principal = principal_of(request, now())
    own = source_of(principal) if principal else ""
    return answer(form, "service_requests", [_request_row(problem, own=problem.source == own) for problem in problems])


def _status(state: cases.State) -> str:
    return CLOSED if state.over else OPEN


def _request_row(problem: reports.ReportedProblem, *, own: bool) -> dict[str, Any]:
    """Return a request; description, address and outcome only for its own reporter."""
    plain = {
        "service_request_id": format_reference(problem.reference),
        "status": _status(problem.state),
        "service_name": problem.problem.name,
        "service_code": problem.problem.code,
        "agency_responsible": settings.COUNCIL_NAME,
        "requested_datetime": moment(problem.submitted_at),
        "updated_datetime": moment(problem.changed_at),
        "expected_datetime": end_of(problem.promised_by) if problem.promised_by else "",
        "lat": problem.latitude,
        "long": problem.longitude,
    }
    if not own:
        return plain
    return plain | {
        "status_notes": problem.outcome,
        "description": problem.description,
        "address": problem.near,
        "address_id": str(problem.uprn) if problem.uprn else "",
    }


@machine_only(None, "GET POST")
@csrf_exempt
@_plainly
def updates(request: BoroughRequest, form: str) -> HttpResponse:
    """GET: list updates of the client's own problems. POST: add an update from the reporter."""
    at = now()
    principal = principal_of(request, at)
    if principal is None:
        return fault(form, 403, BAD_KEY)
    if request.method == "POST":
        return _added(request, form, principal)
    filters = request_parser.filters_of(request.GET, at)
    since = filters.since if request.GET.get("start_date") else filters.until - LOOK_BACK
    rows = [
        {
            "update_id": update.update_id,
            "service_request_id": format_reference(update.reference),
            "status": EXTENDED[update.state] if update.state else "unchanged",
            "updated_datetime": moment(update.at),
            "description": update.text,
        }
        for update in reports.updates(source=source_of(principal), since=since, until=filters.until)
    ]
    return answer(form, "service_request_updates", rows)


def _added(request: BoroughRequest, form: str, principal: Principal) -> HttpResponse:
    fields = {name: request.POST.get(name, "").strip() for name in request.POST}
    wanted = ("service_request_id", "update_id", "status", "updated_datetime", "description")
    if lacking := [name for name in wanted if not fields.get(name)]:
        raise Unreadable(f"{lacking[0]} is missing")
    request_parser.moment_in(request.POST, "updated_datetime")
    added = problem_reports.ReportUpdate(
        reference=parse_reference(fields["service_request_id"]) or "",
        update_id=fields["update_id"][:120],
        status=fields["status"].upper()[:40],
        text=fields["description"][: request_parser.LONGEST],
    )
    outcome = problem_reports.add_update(by=principal.name, at=now(), added=added, source=source_of(principal))
    if outcome == "unknown":
        return fault(form, 404, "There is no request of that id")
    if outcome == "again":
        return fault(form, 400, f"The update {added.update_id} already exists")
    return answer(form, "service_request_updates", [{"update_id": added.update_id}], 201)
