"""Structural validation of a published form before it is read: lists and objects where expected."""

from typing import Any

from jsonschema_rs import Draft202012Validator

from borough.forms.importers.form_import import FormError
from borough.forms.json_schema import describe_error
from borough.forms.questions import in_sentence

_ANY: dict[str, Any] = {}
_NAME = {"type": ["string", "number", "null"]}
_NUMBER = {
    "type": ["string", "number", "null"],
    "pattern": r"^\s*(-?\d{1,9}(\.\d*)?)?\s*$",
    "maximum": 1e9,
    "minimum": -1e9,
}
_OBJECT = {"type": ["object", "null"]}
_TEXT = {"type": ["string", "null"]}


def _list(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": of}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["object", "null"], "properties": properties}


def _here(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


_BOUNDS = _object(min=_NUMBER, max=_NUMBER)
_LIMITS = {
    **dict.fromkeys(
        (
            "min",
            "max",
            "length",
            "precision",
            "maxWords",
            "rows",
            "maxDaysInPast",
            "maxDaysInFuture",
            "minimumRequiredFiles",
            "maxMultiInputFieldRows",
        ),
        _NUMBER,
    ),
    **dict.fromkeys(("latitude", "longitude", "easting", "northing"), _BOUNDS),
}
_ITEM = {"type": "object", "properties": {"id": _NAME, "value": {"type": ["string", "number", "boolean", "null"]}}}
_PAGES = {
    "type": "object",
    "properties": {
        "pages": {"type": "array", "items": _here("page")},
        "lists": _list(_object(name=_NAME, id=_NAME, items=_list(_ITEM))),
        "sections": _list(_object(name=_NAME, id=_NAME)),
        "conditions": _list(_here("condition")),
        "fees": _list(_ANY),
        "outputs": _list(_ANY),
        "startPage": _TEXT,
    },
    "$defs": {
        "page": {
            "type": "object",
            "properties": {
                "path": _TEXT,
                "condition": _NAME,
                "section": _NAME,
                "components": _list(_here("component")),
                "next": _list(_object(path=_NAME, condition=_NAME)),
                "repeat": _object(options=_OBJECT, schema=_BOUNDS),
                "options": _object(repeat=_OBJECT),
            },
        },
        "component": {
            "type": "object",
            "required": ["type"],
            "properties": {
                "type": {"type": "string"},
                "id": _NAME,
                "name": _NAME,
                "list": _NAME,
                "children": _list(_here("component")),
                "schema": {"type": ["object", "array", "null"], "properties": _LIMITS},
                "values": {
                    "type": ["object", "array", "string", "null"],
                    "properties": {"list": _NAME, "items": _list(_ITEM)},
                },
                "options": _object(
                    **_LIMITS,
                    condition=_NAME,
                    emailField=_NAME,
                    dropzoneConfig=_object(minFiles=_NUMBER, maxFiles=_NUMBER, maxFilesize=_NUMBER),
                    conditionalAmounts=_list({"type": "object", "properties": {"condition": _NAME}}),
                ),
            },
        },
        "condition": {
            "type": "object",
            "properties": {
                "id": _NAME,
                "name": _NAME,
                "conditionId": _NAME,
                "componentId": _NAME,
                "conditionName": _NAME,
                "items": _list(_here("condition")),
                "conditions": _list(_here("condition")),
                "field": _OBJECT,
                "value": _here("value"),
            },
        },
        "value": {
            "type": ["object", "string", "number", "boolean", "null"],
            "properties": {
                "itemId": _NAME,
                "period": {**_NUMBER, "type": ["string", "number"]},
                "conditions": _list(_here("condition")),
            },
        },
    },
}
_STEPS = {
    "type": "object",
    "properties": {
        "steps": _list(
            {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": _NAME,
                    "position": _NUMBER,
                    "next_step_id": _NAME,
                    "routing_conditions": _list({"type": "object"}),
                    "data": _object(
                        answer_settings=_object(
                            input_type={"type": ["string", "object", "null"]},
                            selection_options=_list({"type": "object"}),
                        )
                    ),
                },
            }
        ),
    },
}
_CHECKS = {"pages": Draft202012Validator(_PAGES), "steps": Draft202012Validator(_STEPS)}
MAX_PATH_LENGTH = 120  # maximum length of a location in an error


def check(data: dict[str, Any], built_of: str) -> None:
    """Raise FormError if a form lacks the structure of its family. built_of: “pages” or “steps”."""
    try:
        wrong = next(iter(_CHECKS[built_of].iter_errors(data)), None)
    except ValueError as error:
        raise FormError(
            "The form holds something that no form can, or is nested more deeply than one can be"
        ) from error
    if wrong is not None:
        place = ", ".join(str(step) for step in wrong.instance_path)[:MAX_PATH_LENGTH]
        raise FormError(f"At {place or 'the top'}: {in_sentence(describe_error(wrong))}")
