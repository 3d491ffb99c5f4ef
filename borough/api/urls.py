"""API URLs, each with the required token scope."""

from collections.abc import Callable

from django.http import HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from borough.access.public import BoroughRequest, Permission, machine_only
from borough.api.open311 import views as open311
from borough.api.v1 import contacts, gazetteer, health, measures, messaging, payments, services, status
from borough.api.v1.waste import bins, crews

api = NinjaAPI(
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
    "places-search": {"GET": Permission.GAZETTEER_VIEW},
    "places-postcode": {"GET": Permission.GAZETTEER_VIEW},
    "places-lookup": {"POST": Permission.GAZETTEER_VIEW},
    "places-candidates": {"POST": Permission.GAZETTEER_RAISE},
    "place": {"GET": Permission.GAZETTEER_VIEW},
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


@api.exception_handler(ValidationError)
def validation_error(request: BoroughRequest, error: ValidationError) -> HttpResponse:
    """Return 422 with location and message, without the submitted values."""
    faults = [{"where": [str(part) for part in e["loc"]], "error": e["msg"]} for e in error.errors]
    del request
    return JsonResponse({"error": "The request is not as described.", "errors": faults}, status=422)


@api.exception_handler(HttpError)
def http_error(request: BoroughRequest, error: HttpError) -> HttpResponse:
    """Return the standard error format for invalid JSON and similar errors."""
    del request
    return JsonResponse({"error": f"{error.message}."}, status=error.status_code)


def _mounted() -> tuple[list[URLResolver | URLPattern], str, str]:
    patterns, app, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern) and pattern.callback is not None:
            for method, permission in PERMISSIONS[str(pattern.name)].items():
                machine_only(permission, method)(pattern.callback)
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
    path("bins/<int:uprn>.ics", bins.bin_days_ics, name="bins-ics"),
    path("bins/<int:uprn>.json", bins.bin_days_json, name="bins-json"),
    *_open311(),
    path("api/v1/", _mounted()),
]
