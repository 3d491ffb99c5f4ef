"""What every kind of answer can do: be gathered from a form, settled, shown, described to machines."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

from borough.forms.errors import InvalidAnswer

Stored = Any
"""An answer as it is kept, in JSON's words: a text, a whole number, true or false, a list, an object."""


class Posted(Protocol):
    """What a form sent: Django's QueryDict is one."""

    def get(self, key: str, default: str) -> Any:
        """The last value of a field."""
        ...

    def getlist(self, name: str, /) -> list[Any]:
        """Every value of a field."""
        ...


@dataclass(frozen=True, kw_only=True)
class QuestionInfo:
    """What a kind must know of the question it answers, and of the day."""

    key: str
    called: str  # the thing asked for in the middle of a sentence: “the number of bins”
    missing: str
    optional: bool
    today: date


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of answer. `component` names how it is drawn; `opens` is where errors about the whole field lead."""

    component: ClassVar[str] = "input"
    first_part: ClassVar[str] = ""

    def gather(self, key: str, posted: Posted) -> Any:
        """What was typed, raw: kept as it is to be shown again when it will not do."""
        return str(posted.get(key, "") or "")

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """The answer to keep, None when it is left empty and may be. Raises Wrong."""
        raise NotImplementedError

    def revalidate(self, stored: Stored, info: QuestionInfo) -> Stored | None:
        """The answer settled anew, for what it leaned on may have changed since. Raises Wrong."""
        return self.clean(self.form_value(stored), info)

    def value(self, stored: Stored) -> Any:
        """The answer as rules take it."""
        return stored

    def form_value(self, stored: Stored) -> Any:
        """The answer as it stands in the form, to be changed."""
        return "" if stored is None else str(stored)

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """The answer as people read it, line by line."""
        return (str(stored),)

    def schema(self) -> dict[str, Any]:
        """The answer as JSON Schema (2020-12) describes it to machines."""
        raise NotImplementedError

    def texts(self) -> tuple[str, ...]:
        """Every sentence and label of its own that is shown, to be put in another language."""
        return ()


def left_empty(info: QuestionInfo) -> Stored | None:
    """None for a question that may be left empty; Wrong for one that may not."""
    if info.optional:
        return None
    raise InvalidAnswer(info.missing)


def single_spaced(raw: Any) -> str:
    """The words with single spaces and none at the ends."""
    return " ".join(str(raw or "").split())
