"""The OpenAPI description of the API: complete enough that a client generated from it can post."""

import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import URLPattern
from ninja import NinjaAPI

from borough.access.public import Permission
from borough.api.schemas import ProblemOut
from borough.foundation.http.problems import KINDS, MEDIA_TYPE

Permissions = Mapping[str, Mapping[str, Permission | None]]

TOKEN = "token"  # noqa: S105 - the name of the security scheme
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "A value of your own for this request. Repeat the request with it after a lost answer: the first"
    " answer is returned, and nothing is written twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "example": "6f1f7c1e-6d0e-4b53-a7bd-0d4a2f5f8a10"},
}
RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}
WITH_RETRY = {409, 429, 503}
EVERY_OPERATION = ("not-found", "invalid-request", "rate-limited", "unavailable")
OF_TOKENS = ("unauthenticated", "forbidden")
OF_WRITES = ("bad-request", "conflict", "payload-too-large", "unsupported-media-type")

OPERATION_IDS = {
    ("status", "get"): "status_get",
    ("bin-days", "get"): "bin_days_get",
    ("contacts", "get"): "contacts_list",
    ("contacts", "post"): "contacts_create",
    ("contact", "get"): "contacts_get",
    ("figures", "get"): "figures_list",
    ("figure", "get"): "figures_get",
    ("addresses-search", "get"): "addresses_search",
    ("addresses-postcode", "get"): "addresses_by_postcode",
    ("addresses-lookup", "post"): "addresses_lookup",
    ("addresses-candidates", "post"): "candidates_create",
    ("address", "get"): "properties_get",
    ("services", "get"): "services_list",
    ("service", "get"): "services_get",
    ("submission", "get"): "submissions_get",
    ("service-govuk-forms", "post"): "submissions_create_from_govuk_forms",
    ("waste-reasons", "get"): "waste_reasons_list",
    ("waste-events", "post"): "waste_events_create",
    ("waste-missed", "get"): "missed_bins_list",
    ("waste-missed-end", "post"): "missed_bins_end",
    ("waste-tasks", "get"): "waste_tasks_list",
    ("waste-tasks-end", "post"): "waste_tasks_end",
}
"""Operation IDs by route name and method; those of services are made from their keys."""

EXAMPLES: dict[str, Any] = {
    "contacts_create": {
        "client_reference": "crm-20261201-0042",
        "channel": "phone",
        "service": "council-tax",
        "nature": "enquiry",
        "outcome": "completed",
        "started_at": "2026-11-26T10:12:00+00:00",
        "minutes": 6,
    },
    "addresses_lookup": {"uprns": [100010000001]},
    "candidates_create": {"text": "Flat 3, 12 High Street", "postcode": "HM4 2DP", "note": "Not in the list"},
}


def operation_id(name: str, method: str) -> str:
    """Return the operation ID of a route. Raises KeyError for a route that was not given one."""
    if submission := re.fullmatch(r"service-(.+)-submissions", name):
        return f"submissions_create_{submission[1].replace('-', '_')}"
    return OPERATION_IDS[name, method]


class DescribedAPI(NinjaAPI):
    """A NinjaAPI whose OpenAPI description has servers, security, errors, operation IDs and examples."""

    permissions: Permissions
    idempotent: frozenset[str]

    def describe(self, permissions: Permissions, idempotent: frozenset[str]) -> None:
        """Set the permission of each route name and method, and the route names that need an Idempotency-Key."""
        self.permissions, self.idempotent = permissions, idempotent

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        """Return the complete description (OpenAPI 3.1)."""
        schema = super().get_openapi_schema(*args, **kwargs)
        schema["servers"] = [{"url": settings.PUBLIC_URL}]
        components = schema.setdefault("components", {})
        components.setdefault("schemas", {})["ProblemOut"] = _problem_schema()
        components["schemas"]["FieldProblemOut"] = ProblemOut.model_json_schema()["$defs"]["FieldProblemOut"]
        components["responses"] = {_component(code): _problem_response(code) for code in KINDS}
        components["securitySchemes"] = {
            TOKEN: {
                "type": "http",
                "scheme": "bearer",
                "description": "A token made by the council: `borough token`.",
            }
        }
        names = {_path_of(pattern): str(pattern.name) for pattern in self.urls[0] if isinstance(pattern, URLPattern)}
        for path, operations in schema["paths"].items():
            name = names[path.split("/api/v1/", 1)[1]]
            for method, operation in operations.items():
                self._complete(operation, name, method)
        return schema

    def _complete(self, operation: dict[str, Any], name: str, method: str) -> None:
        permission = self.permissions[name][method.upper()]
        operation["operationId"] = operation_id(name, method)
        operation["security"] = [{TOKEN: []}] if permission else []
        if permission:
            operation["description"] = f"{operation.get('description', '')}\n\nScope: `{permission.value}`.".strip()
        responses = operation["responses"]
        codes = [*EVERY_OPERATION, *(OF_TOKENS if permission else ()), *(OF_WRITES if method == "post" else ())]
        for status in [status for status in responses if int(status) >= 400]:
            responses.pop(status)
        for code in codes:
            responses[str(KINDS[code].status)] = {"$ref": f"#/components/responses/{_component(code)}"}
        if name in self.idempotent:
            operation.setdefault("parameters", []).append(IDEMPOTENCY_KEY)
        if example := EXAMPLES.get(operation["operationId"]):
            operation["requestBody"]["content"]["application/json"]["example"] = example


def _path_of(pattern: URLPattern) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))


def _component(code: str) -> str:
    return "".join(part.capitalize() for part in code.split("-"))


def _problem_schema() -> dict[str, Any]:
    schema = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return schema


def _problem_response(code: str) -> dict[str, Any]:
    kind = KINDS[code]
    example = {
        "type": f"/api/docs#problem-{code}",
        "title": kind.title,
        "status": kind.status,
        "detail": f"{kind.title}.",
        "code": code,
    }
    response: dict[str, Any] = {
        "description": kind.title,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}, "example": example}},
    }
    if kind.status in WITH_RETRY:
        response["headers"] = RETRY_AFTER
    return response
