"""API URLs, each with the required token scope."""

from collections.abc import Callable, Sequence

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path
from ninja.errors import HttpError, ValidationError

from borough.access.public import BoroughRequest, Permission, machine_only
from borough.api.docs import docs_view
from borough.api.open311 import views as open311
from borough.api.openapi import DescribedAPI
from borough.api.public_data import head_as_get, public_data
from borough.api.v1 import contacts, gazetteer, health, measures, messaging, payments, services, status
from borough.api.v1.waste import bins, crews
from borough.foundation.http.problems import BY_STATUS, FieldProblem, pointer_of, problem

api = DescribedAPI(
    title="Borough",
    version="1",
    urls_namespace="api",
    docs_url=None,
    description="The council's records for other systems. Send a token: Authorization: Bearer borough_…",
)
api.add_router("", status.router)
api.add_router("", bins.router)
api.add_router("", contacts.router)
api.add_router("", measures.router)
api.add_router("", gazetteer.router)
api.add_router("", services.router)
api.add_router("", crews.router)

PERMISSIONS: dict[str, dict[str, Permission | None]] = {
    "status": {"GET": None},
    "bin-days": {"GET": None},
    "contacts": {"GET": Permission.CONTACTS_VIEW, "POST": Permission.CONTACTS_RECORD},
    "contact": {"GET": Permission.CONTACTS_VIEW},
    "figures": {"GET": None},
    "figure": {"GET": None},
    "addresses-search": {"GET": Permission.GAZETTEER_VIEW},
    "addresses-postcode": {"GET": Permission.GAZETTEER_VIEW},
    "addresses-lookup": {"POST": Permission.GAZETTEER_VIEW},
    "addresses-candidates": {"POST": Permission.GAZETTEER_RAISE},
    "address": {"GET": Permission.GAZETTEER_VIEW},
    "services": {"GET": None},
    "service": {"GET": None},
    "submission": {"GET": Permission.SERVICES_SUBMIT},
    "service-govuk-forms": {"POST": Permission.SERVICES_SUBMIT},
    **{name: {"POST": Permission.SERVICES_SUBMIT} for name in services.SUBMISSION_ROUTES.values()},
    "waste-reasons": {"GET": None},
    "waste-events": {"POST": Permission.WASTE_CREW},
    "waste-missed": {"GET": Permission.WASTE_CREW},
    "waste-missed-end": {"POST": Permission.WASTE_CREW},
    "waste-tasks": {"GET": Permission.WASTE_CREW},
    "waste-tasks-end": {"POST": Permission.WASTE_CREW},
    "openapi-json": {"GET": None},
    "api-root": {"GET": None},
}
"""Required permission by route name; None allows anyone."""

IDEMPOTENT = frozenset(
    {
        "contacts",
        "addresses-candidates",
        "waste-events",
        "waste-missed-end",
        "waste-tasks-end",
        *services.SUBMISSION_ROUTES.values(),
    }
)
"""Routes whose POST needs an Idempotency-Key."""

api.describe(PERMISSIONS, IDEMPOTENT)
PRIVATE_STATUS = {"status"}  # changes all the time, and nobody's page needs it


@api.exception_handler(ValidationError)
def validation_error(request: BoroughRequest, error: ValidationError) -> HttpResponse:
    """Return 422 with each field's problem, without the submitted values."""
    del request
    errors = [FieldProblem(_pointer(fault["loc"]), f"{fault['msg']}.") for fault in error.errors]
    return problem("invalid-request", "The request does not match its description.", errors)


def _pointer(location: Sequence[object]) -> str:
    """Return where a fault is: a JSON Pointer into the body, or the name of a query or path parameter."""
    source, *rest = location
    return pointer_of(rest[1:]) if source == "body" else ".".join(str(part) for part in rest)


@api.exception_handler(HttpError)
def http_error(request: BoroughRequest, error: HttpError) -> HttpResponse:
    """Return problem details for invalid JSON and similar errors."""
    del request
    return problem(BY_STATUS.get(error.status_code, "bad-request"), f"{error.message}.")


def _mounted() -> tuple[list[URLResolver | URLPattern], str, str]:
    patterns, app, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.callback is not None:
            methods = PERMISSIONS[str(pattern.name)]
            for method, permission in methods.items():
                machine_only(permission, method)(pattern.callback)
            is_public = methods == {"GET": None} and pattern.name not in PRIVATE_STATUS
            pattern.callback = head_as_get(public_data(pattern.callback) if is_public else pattern.callback)
    return patterns, app, namespace


def _open311() -> list[URLPattern]:
    """Return the GeoReport v2 URLs, each in XML and JSON."""
    views: dict[str, Callable[..., HttpResponse]] = {
        "discovery": open311.discovery,
        "services": open311.service_list,
        "requests": open311.requests,
        "services/<str:code>": open311.service_definition,
        "requests/<str:reference>": open311.service_request,
        "servicerequestupdates": open311.updates,
    }
    return [
        path(f"open311/v2/{where}.{form}", view, {"form": form}, name=f"open311-{view.__name__}-{form}")
        for where, view in views.items()
        for form in ("xml", "json")
    ]


urlpatterns = [
    path("health", health.report, name="health"),
    path("ready", health.ready, name="ready"),
    path("messages/receipts/", messaging.receipt, name="notify_receipt"),
    path("pay/webhook/", payments.message, name="pay_message"),
    path("bins/<int:uprn>.ics", public_data(bins.bin_days_ics), name="bins-ics"),
    path("bins/<int:uprn>.json", public_data(bins.bin_days_json), name="bins-json"),
    *_open311(),
    path("api/docs", docs_view(api.get_openapi_schema), name="api_docs"),
    path("api/v1/", _mounted()),
]
