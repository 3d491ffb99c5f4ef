"""When something holds: a pure rule that names the answers it needs, or a condition written as plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from inspect import signature
from typing import Any

from borough.forms.kinds.address import AddressAnswer
from borough.forms.kinds.dates import Day, day_of

Rule = Callable[..., Any]
"""A pure function whose arguments are the answers it needs, by their questions' keys; `today` is the day itself."""

Known = Mapping[str, Any]
"""Answers as rules take them, by key, with `today` and what was looked up."""


def evaluate(rule: Rule, known: Known) -> Any:
    """Ask a rule, giving it the answers it names as its arguments; what was not answered is None."""
    return rule(**{name: known.get(name) for name in arguments_of(rule)})


def arguments_of(rule: "Rule | Condition") -> tuple[str, ...]:
    """The keys of the answers a rule or a condition needs."""
    if isinstance(rule, Condition):
        return rule.names()
    return _arguments(rule)


@lru_cache(maxsize=4_096)
def _arguments(rule: Rule) -> tuple[str, ...]:
    """The names of a rule's arguments; every page asks for those of every rule on the way."""
    return tuple(signature(rule).parameters)


def is_met(condition: "Condition | Rule | None", known: Known) -> bool:
    """Whether it holds of what is known; nothing asked holds always."""
    if condition is None:
        return True
    return condition.is_met(known) if isinstance(condition, Condition) else bool(evaluate(condition, known))


class Condition:
    """A condition as plain values, so that other people's forms can be written with it."""

    def is_met(self, known: Known) -> bool:
        """Whether it holds."""
        raise NotImplementedError

    def names(self) -> tuple[str, ...]:
        """The answers it looks at."""
        raise NotImplementedError


class Is(StrEnum):
    """How an answer is compared."""

    IS = "is"
    IS_NOT = "is not"
    CONTAINS = "contains"
    LACKS = "does not contain"
    MORE = "is more than"
    LESS = "is less than"
    AT_LEAST = "is at least"
    AT_MOST = "is at most"
    BEFORE = "is before"
    AFTER = "is after"
    LONGER = "is longer than"
    SHORTER = "is shorter than"
    HAS_LENGTH = "has length"
    ANSWERED = "is answered"


@dataclass(frozen=True)
class When(Condition):
    """An answer compared with a value; `Day` values are counted from today."""

    key: str
    how: Is
    than: Any = None

    def names(self) -> tuple[str, ...]:
        """The one."""
        return (self.key,)

    def is_met(self, known: Known) -> bool:
        """An answer not given is, contains and exceeds nothing; it is not, and does not contain, anything."""
        answer = known.get(self.key)
        if self.how is Is.ANSWERED:
            return (answer is not None) is bool(self.than if self.than is not None else True)
        if answer is None:
            return self.how in {Is.IS_NOT, Is.LACKS}
        than = day_of(self.than, known["today"]) if isinstance(self.than, Day | date) else self.than
        return _COMPARED[self.how](answer, than)


@dataclass(frozen=True)
class AllOf(Condition):
    """All of several."""

    of: tuple[Condition, ...]

    def names(self) -> tuple[str, ...]:
        """All of theirs."""
        return tuple(key for condition in self.of for key in condition.names())

    def is_met(self, known: Known) -> bool:
        """Whether each does."""
        return all(condition.is_met(known) for condition in self.of)


@dataclass(frozen=True)
class AnyOf(AllOf):
    """One of several or more."""

    def is_met(self, known: Known) -> bool:
        """Whether any does."""
        return any(condition.is_met(known) for condition in self.of)


@dataclass(frozen=True)
class Not(Condition):
    """The contrary of one."""

    of: Condition

    def names(self) -> tuple[str, ...]:
        """Its."""
        return self.of.names()

    def is_met(self, known: Known) -> bool:
        """Whether it does not."""
        return not self.of.is_met(known)


def _same(answer: Any, than: Any) -> bool:
    if isinstance(answer, bool) or isinstance(than, bool):
        return str(answer).lower() in _truths(than)
    return bool(answer == than) or _text(answer) == _text(than)


def _truths(than: Any) -> set[str]:
    return {"true", "yes"} if str(than).lower() in {"true", "yes"} else {"false", "no"}


def _text(value: Any) -> str:
    return str(value).strip()


def _contains(answer: Any, than: Any) -> bool:
    if isinstance(answer, tuple | list):
        return _text(than) in {_text(item) for item in answer}
    if isinstance(answer, AddressAnswer):
        return _text(than).lower() in str(answer).lower()
    return _text(than) in _text(answer)


def _ordered(answer: Any, than: Any) -> int:
    """Below, at or above: -1, 0, 1."""
    if isinstance(than, str) and not isinstance(answer, str | tuple):
        than = type(answer)(than)
    return int(answer > than) - int(answer < than)


def _length(answer: Any) -> int:
    return len(answer) if hasattr(answer, "__len__") else len(str(answer))


_COMPARED: dict[Is, Callable[[Any, Any], bool]] = {
    Is.IS: _same, Is.IS_NOT: lambda a, b: not _same(a, b), Is.CONTAINS: _contains, Is.LACKS: lambda a, b: not _contains(a, b),
    Is.MORE: lambda a, b: _ordered(a, b) > 0, Is.LESS: lambda a, b: _ordered(a, b) < 0,
    Is.AT_LEAST: lambda a, b: _ordered(a, b) >= 0, Is.AT_MOST: lambda a, b: _ordered(a, b) <= 0,
    Is.BEFORE: lambda a, b: _ordered(a, b) < 0, Is.AFTER: lambda a, b: _ordered(a, b) > 0,
    Is.LONGER: lambda a, b: _length(a) > int(b), Is.SHORTER: lambda a, b: _length(a) < int(b),
    Is.HAS_LENGTH: lambda a, b: _length(a) == int(b),
}  # fmt: skip
