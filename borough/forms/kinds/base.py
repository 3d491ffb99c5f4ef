"""The interface of every answer kind: gather, clean, display and JSON Schema."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

from borough.forms.errors import InvalidAnswer

Stored = Any
"""A stored answer as JSON: a string, an integer, a boolean, a list or an object."""


class Posted(Protocol):
    """Submitted form data: Django's QueryDict satisfies this protocol."""

    def get(self, key: str, default: str) -> Any:
        """Return the last value of a field."""
        ...

    def getlist(self, name: str, /) -> list[Any]:
        """Return every value of a field."""
        ...


@dataclass(frozen=True, kw_only=True)
class QuestionInfo:
    """What a kind needs to know about its question and the date."""

    key: str
    called: str  # the subject within a sentence: “the number of bins”
    missing: str
    optional: bool
    today: date


@dataclass(frozen=True, kw_only=True)
class Kind:
    """An answer kind. `component` names its rendering; `first_part` is the target of errors on the whole field."""

    component: ClassVar[str] = "input"
    first_part: ClassVar[str] = ""

    def gather(self, key: str, posted: Posted) -> Any:
        """Return the raw input, kept so that it can be shown again if invalid."""
        return str(posted.get(key, "") or "")

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the answer to store; None for an optional empty one. Raises InvalidAnswer."""
        raise NotImplementedError

    def revalidate(self, stored: Stored, info: QuestionInfo) -> Stored | None:
        """Validate a stored answer again, since the data it depends on may have changed. Raises InvalidAnswer."""
        return self.clean(self.form_value(stored), info)

    def value(self, stored: Stored) -> Any:
        """Return the answer as rules take it."""
        return stored

    def form_value(self, stored: Stored) -> Any:
        """Return the answer as form values, for editing."""
        return "" if stored is None else str(stored)

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return the answer as text lines for display."""
        return (str(stored),)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema (2020-12) of the answer."""
        raise NotImplementedError

    def texts(self) -> tuple[str, ...]:
        """Return every message and label that the kind itself displays, for translation."""
        return ()


def left_empty(info: QuestionInfo) -> Stored | None:
    """Return None for an optional question; raise InvalidAnswer for a required one."""
    if info.optional:
        return None
    raise InvalidAnswer(info.missing)


def single_spaced(raw: Any) -> str:
    """Return the text trimmed, with single spaces."""
    return " ".join(str(raw or "").split())
