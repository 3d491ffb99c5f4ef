"""The human page of the API at /api/docs, rendered from the OpenAPI description without scripts."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from borough.access.public import BoroughRequest, public
from borough.foundation.http.problems import KINDS


@dataclass(frozen=True)
class FieldRow:
    """A parameter or a field: name, where it goes, type, description, and whether it is required."""

    name: str
    place: str
    type: str
    description: str
    required: bool


@dataclass(frozen=True)
class Operation:
    """An operation as the page displays it."""

    operation_id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[FieldRow, ...]
    body: str
    example: str
    responses: tuple[tuple[str, str], ...]
    needs_token: bool


def docs_view(describe: Callable[[], Any]) -> Callable[[BoroughRequest], HttpResponse]:
    """Return the page's view; describe: returns the OpenAPI description."""

    @public()
    def docs_page(request: BoroughRequest) -> HttpResponse:
        """Render every operation, schema and problem of the API."""
        return _page(request, json.loads(json.dumps(describe(), default=str)))

    return docs_page


def _page(request: BoroughRequest, schema: dict[str, Any]) -> HttpResponse:
    groups: dict[str, list[Operation]] = defaultdict(list)
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            tag = (operation.get("tags") or ["Other"])[0]
            groups[tag.capitalize()].append(_operation(path, method, operation, schema))
    context = {
        "groups": sorted(groups.items()),
        "schemas": [(name, item.get("description", ""), _fields(item)) for name, item in _objects(schema)],
        "kinds": KINDS.values(),
        "server": schema["servers"][0]["url"],
    }
    return render(request, "api/docs.html", context)


def _operation(path: str, method: str, operation: dict[str, Any], schema: dict[str, Any]) -> Operation:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    responses = tuple(
        (status, _resolve(response, schema).get("description", ""))
        for status, response in sorted(operation["responses"].items(), key=lambda item: str(item[0]))
    )
    return Operation(
        operation_id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        description=operation.get("description", ""),
        parameters=tuple(_parameter(item) for item in operation.get("parameters", ())),
        body=field_type(content.get("schema", {})) if content else "",
        example=json.dumps(content["example"], indent=2, ensure_ascii=False) if "example" in content else "",
        responses=responses,
        needs_token=bool(operation["security"]),
    )


def _parameter(item: dict[str, Any]) -> FieldRow:
    schema = item.get("schema", {})
    description = item.get("description") or schema.get("description") or ""
    return FieldRow(item["name"], item["in"], field_type(schema), description, item.get("required", False))


def _objects(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(name, item) for name, item in sorted(schema["components"]["schemas"].items()) if "properties" in item]


def _fields(item: dict[str, Any]) -> list[FieldRow]:
    required = item.get("required", ())
    return [
        FieldRow(name, "", field_type(field), field.get("description", ""), name in required)
        for name, field in item["properties"].items()
    ]


def _resolve(item: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference into the components, if it is one."""
    if "$ref" not in item:
        return item
    target: Any = schema
    for part in item["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    resolved: dict[str, Any] = target
    return resolved


def field_type(schema: dict[str, Any]) -> str:
    """Return a short text for the type of a field: `string (date-time)`, `list of ContactOut`, `string or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if options := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return " or ".join(field_type(option) for option in options)
    if schema.get("type") == "array":
        return f"list of {field_type(schema.get('items', {}))}"
    if values := schema.get("enum"):
        return "one of " + ", ".join(str(value) for value in values)
    text = str(schema.get("type", "any"))
    return f"{text} ({schema['format']})" if "format" in schema else text
