"""Services API: definitions and fees, complete submissions, and their status."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, JsonResponse
from ninja import Router, Schema

from borough.access.public import BoroughRequest
from borough.api.idempotent import idempotent_response, stored_problem
from borough.api.schemas import ProblemOut
from borough.foundation.clock import now, today
from borough.foundation.db.idempotency import StoredResponse
from borough.foundation.http.problems import FieldProblem, pointer_of, problem
from borough.kernel.references import format_reference, new_reference, parse_reference
from borough.services import public as services

router = Router(tags=["services"])
LONGEST_ID = 120
JSON = "application/json"


_TEXTS = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
GOVUK_FORM = {
    "type": "object",
    "required": ["submission_reference", "answers"],
    "properties": {
        "submission_reference": {"type": "string", "minLength": 1, "maxLength": 100},
        "form_name": {"type": "string"},
        "answers": {
            "type": "array",
            "maxItems": 1000,
            "items": {
                "type": "object",
                "required": ["question_id", "question_text", "answer_text"],
                "properties": {
                    "question_id": {"type": "string"},
                    "question_text": {"type": "string"},
                    "answer_text": _TEXTS,
                },
            },
        },
    },
}
"""The schema of a GOV.UK Forms submission: version 1 of the JSON Schema that its service publishes."""


class ServiceOut(Schema):
    """A service: name, fee, promise and the URL of its schema."""

    key: str
    name: str
    topic: str
    lgsl: int | None
    fee: str
    promise: str
    url: str


class ServicesOut(Schema):
    """Every service, by name."""

    services: list[ServiceOut]


class ServiceDetailOut(ServiceOut):
    """A service, and the JSON Schema (2020-12) of its answers."""

    about: list[str]
    answers: dict[str, Any]


class SubmissionReceiptOut(Schema):
    """The result of a submission. fee: pence, with the payment page while due. duplicate: a repeat."""

    reference: str
    state: str
    fee: int
    payment_url: str
    duplicate: bool


class SubmissionStatusOut(Schema):
    """The status of a submission in plain words. promised_by: the promised date."""

    reference: str
    service: str
    state: str
    status: str
    submitted_at: datetime
    promised_by: str | None
    fee: int


def _offered(service: services.Service) -> dict[str, Any]:
    return {
        "key": service.key,
        "name": service.name,
        "topic": service.topic,
        "lgsl": service.lgsl,
        "fee": service.fee.text if service.fee else "",
        "promise": service.promise.text,
        "url": f"/api/v1/services/{service.key}",
    }


@router.get("/services", response=ServicesOut, url_name="services")
def list_services(request: BoroughRequest) -> ServicesOut:
    """List all services that accept submissions."""
    del request
    return ServicesOut(services=[ServiceOut(**_offered(service)) for service in services.catalogue().values()])


@router.get("/services/{key}", response={200: ServiceDetailOut, 404: ProblemOut}, url_name="service")
def get_service(request: BoroughRequest, key: str) -> Any:
    """Return a service and its questions."""
    del request
    service = services.catalogue().get(key)
    if service is None:
        return problem("not-found", "There is no service of that key. GET /api/v1/services lists them.")
    return ServiceDetailOut(**_offered(service), about=list(service.about), answers=services.schema_of(service))


@router.get("/submissions/{reference}", response={200: SubmissionStatusOut, 404: ProblemOut}, url_name="submission")
def get_submission(request: BoroughRequest, reference: str) -> Any:
    """Return the status of a submission made with this token."""
    principal: str = request.principal.name
    plain = parse_reference(reference)
    sent = services.submission_of(plain) if plain else None
    if sent is None or sent.source != source_of(principal):
        return problem("not-found", "There is nothing of this reference that was sent with this token.")
    return SubmissionStatusOut(
        reference=format_reference(sent.reference),
        service=sent.service,
        state=sent.state,
        status=services.status_text_of(sent.state, sent.case, today()),
        submitted_at=sent.submitted_at,
        fee=sent.fee,
        promised_by=sent.promised_by.isoformat() if sent.promised_by else None,
    )


def source_of(principal: str) -> str:
    """Return the submission source of a token."""
    return f"api {principal}"


def submit_service(principal: str, at: datetime, key: str, body: bytes) -> StoredResponse:
    """Submit a service from request JSON; return its receipt or every fault."""
    try:
        payload = _read(body)
    except ValueError:
        return stored_problem("bad-request", "The body must be JSON, such as {“answers”: {}}.")
    if not isinstance(payload, dict) or set(payload) - {"answers", "source_id"}:
        return stored_problem(
            "invalid-request", "The body must be an object with “answers” and, if you like, “source_id”."
        )
    own = payload["source_id"] if "source_id" in payload else new_reference()
    if not isinstance(own, str) or not 0 < len(own) <= LONGEST_ID or not own.isprintable():
        return stored_problem("invalid-request", f"“source_id” must be a text of 1 to {LONGEST_ID} characters.")
    try:
        receipt = services.submit_answers(
            by=principal,
            at=at,
            today=today(),
            service=key,
            answers=payload.get("answers"),
            source=source_of(principal),
            source_id=own,
        )
    except services.InvalidSubmission as unfit:
        faults = [
            FieldProblem(pointer_of(["answers", *filter(None, [fault.question, fault.part])]), f"{fault.sentence}.")
            for fault in unfit.faults
        ]
        return stored_problem("invalid-request", "Some answers are missing or invalid.", faults)
    payment_url = settings.PUBLIC_URL + receipt.payment_url if receipt.payment_url else ""
    body_out = {
        "reference": format_reference(receipt.reference),
        "state": receipt.state,
        "fee": receipt.fee,
        "payment_url": payment_url,
        "duplicate": receipt.duplicate,
    }
    return _answer(200 if receipt.duplicate else 201, body_out)


def _read(body: bytes) -> Any:
    """Parse JSON. Raises ValueError, also for NaN and excessive nesting."""
    try:
        return json.loads(body, parse_constant=_no_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _no_number(name: str) -> None:
    raise ValueError(name)


def _answer(status: int, body: dict[str, Any]) -> StoredResponse:
    return StoredResponse(status, JSON, json.dumps(body).encode())


class FormReceiptOut(Schema):
    """The result of a form: submitted as the service, or a case for staff if it did not fit. duplicate: a repeat."""

    outcome: str
    reference: str
    duplicate: bool


@router.post(
    "/services/{key}/govuk-forms",
    response={
        200: FormReceiptOut,
        201: FormReceiptOut,
        400: ProblemOut,
        404: ProblemOut,
        413: ProblemOut,
        422: ProblemOut,
    },
    url_name="service-govuk-forms",
    openapi_extra={"requestBody": {"required": True, "content": {JSON: {"schema": GOVUK_FORM}}}},
)
def submit_govuk_form(request: BoroughRequest, key: str) -> HttpResponse:
    """Import a GOV.UK Forms submission (JSON version 1), once for its submission_reference."""
    try:
        payload = _read(request.body)
    except ValueError:
        return problem("bad-request", "The body must be the JSON of a submission of GOV.UK Forms.")
    except RequestDataTooBig:
        return problem("payload-too-large", "The request must be 2.5 MB or less.")
    principal: str = request.principal.name
    try:
        result = services.accept_govuk_form(by=principal, at=now(), today=today(), service=key, payload=payload)
    except services.UnknownService:
        return problem("not-found", "There is no service of that key. GET /api/v1/services lists them.")
    except services.FormError as error:
        return problem("invalid-request", f"{error}.")
    body = {"outcome": result.outcome, "reference": format_reference(result.reference), "duplicate": result.duplicate}
    return JsonResponse(body, status=200 if result.duplicate else 201)


def _submission_view(key: str) -> Callable[[BoroughRequest], HttpResponse]:
    def take(request: BoroughRequest) -> HttpResponse:
        """Submit all answers at once. Repeating the Idempotency-Key and body returns the first response."""
        at = now()
        try:
            return idempotent_response(
                request, at, "submission", lambda who: submit_service(who, at, key, request.body)
            )
        except RequestDataTooBig:
            return problem("payload-too-large", "The request must be 2.5 MB or less, files written in base64 included.")

    return take


def _request_body(service: services.Service) -> dict[str, Any]:
    own = {"type": "string", "minLength": 1, "maxLength": LONGEST_ID, "description": "Your own id for what you send."}
    answers = {name: value for name, value in services.schema_of(service).items() if name != "$schema"}
    schema = {
        "type": "object",
        "properties": {"answers": answers, "source_id": own},
        "required": ["answers"],
        "additionalProperties": False,
    }
    return {"required": True, "content": {JSON: {"schema": schema}}}


SUBMISSION_ROUTES = {key: f"service-{key}-submissions" for key in services.catalogue()}
"""Route name of each service's submission endpoint."""

for _key, _name in SUBMISSION_ROUTES.items():
    _service = services.service_of(_key)
    router.post(
        f"/services/{_key}/submissions",
        summary=_service.name,
        operation_id=f"send_{_key}",
        response={
            200: SubmissionReceiptOut,
            201: SubmissionReceiptOut,
            400: ProblemOut,
            409: ProblemOut,
            413: ProblemOut,
            422: ProblemOut,
        },
        url_name=_name,
        openapi_extra={"requestBody": _request_body(_service)},
    )(_submission_view(_key))
