"""Schemas common to the API: inputs that refuse unknown fields, and problem details."""

from ninja import Schema
from pydantic import ConfigDict, Field


class InputSchema(Schema):
    """An input that refuses fields it does not know, so that a misspelt field is never lost."""

    model_config = ConfigDict(extra="forbid")


class FieldProblemOut(Schema):
    """A problem of one field."""

    pointer: str = Field(description="JSON Pointer (RFC 6901) into the body, or the name of a parameter.")
    detail: str


class ProblemOut(Schema):
    """Problem details (RFC 9457)."""

    type: str = Field(description="A stable URI reference of the kind of problem.")
    title: str
    status: int
    detail: str
    code: str = Field(description="A stable name of the kind of problem, such as refused or rate-limited.")
    errors: list[FieldProblemOut] = []
