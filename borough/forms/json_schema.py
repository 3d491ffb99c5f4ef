"""The machine interface of a service: a JSON Schema of its answers, and validation against it."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError

from borough.forms.kinds import Address, Kind, Spot
from borough.forms.pages import Page
from borough.forms.questions import Question
from borough.forms.service import Service

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SHAPES = {"type", "anyOf", "additionalProperties"}
"""Schema keywords that describe shape; other constraints are checked by the kind, with its own messages."""
CALLED = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}


def schema_of(service: Service) -> dict[str, Any]:
    """Return the answers as a JSON Schema 2020-12 object by question; required: what everybody is asked."""
    known = service.questions()
    return {
        "$schema": DRAFT,
        "title": service.name,
        "type": "object",
        "properties": {key: _property(question) for key, question in known.items()},
        "required": sorted(_always(service)),
        "additionalProperties": False,
    }


def _property(question: Question) -> dict[str, Any]:
    hint = {"description": question.hint} if question.hint else {}
    return question.kind.schema() | {"title": question.label} | hint


def _always(service: Service) -> Iterator[str]:
    """Yield the questions everybody must answer: on unconditional pages up to the first with a jump."""
    for page in service.pages:
        if page.only_if is None:
            yield from _on(page)
        if page.then:
            return


def _on(page: Page) -> Iterator[str]:
    return (question.key for question in page.asks if question.only_if is None and not question.optional)


def shape_faults(service: Service, answers: Any) -> list[tuple[str, str, str]]:
    """Return shape faults as (question, part, message); messages never contain the submitted values."""
    if not isinstance(answers, dict):
        return [("", "", "The answers must be an object")]
    known = service.questions()
    problems = [(key[:60], "", "This service asks no such question") for key in answers if key not in known]
    for key, question in known.items():
        if answers.get(key) is not None:
            problems += [(key, part, message) for part, message in _wrong(question.kind, answers[key])]
    return problems


def _wrong(kind: Kind, value: Any) -> list[tuple[str, str]]:
    if not is_storable(value):
        return [("", "It holds a character or a number that cannot be kept")]
    errors = [error for error in Draft202012Validator(kind.schema()).iter_errors(value) if error.kind.name in SHAPES]
    return [("-".join(str(step) for step in error.instance_path), describe_error(error)) for error in errors]


def describe_error(error: ValidationError) -> str:
    """Describe a schema error in a message that contains none of the submitted value."""
    facts: Mapping[str, Any] = error.kind.as_dict()
    if error.kind.name == "anyOf":
        return "It must be as the schema of the service says, with nothing besides"
    if error.kind.name == "additionalProperties":
        return "It has a property that the schema of the service does not know"
    wanted = facts.get("types") or facts.get("type") or ()
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    return f"It must be {' or '.join(CALLED.get(name, name) for name in names) or 'as the schema of the service says'}"


def is_storable(value: Any) -> bool:
    """Return whether the database can store it: no NUL, no lone surrogate, no infinite number."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, dict):
        return all(is_storable(key) and is_storable(item) for key, item in value.items())
    return all(map(is_storable, value)) if isinstance(value, list) else True


def to_form_value(kind: Kind, value: Any) -> Any:
    """Convert an answer of the right shape to the raw form input that its kind expects."""
    if isinstance(kind, Address) and isinstance(value, dict):
        return {key: str(item) for key, item in value.items()}
    if isinstance(kind, Spot) and isinstance(value, dict):
        return {**value, "chosen": str(value.get("uprn") or "details"), "uprn": None}
    return int(value) if isinstance(value, float) and value.is_integer() else value
