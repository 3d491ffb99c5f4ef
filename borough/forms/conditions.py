"""Conditions: either a pure rule that names the answers it needs, or a declarative comparison."""

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
"""A pure function whose arguments are answers by question key; `today` is the date."""

Known = Mapping[str, Any]
"""Answers in the form rules take them, by key, with `today` and look-up results."""


def evaluate(rule: Rule, known: Known) -> Any:
    """Call a rule with the answers it names as arguments; unanswered ones are None."""
    return rule(**{name: known.get(name) for name in arguments_of(rule)})


def arguments_of(rule: "Rule | Condition") -> tuple[str, ...]:
    """Return the keys of the answers that a rule or condition needs."""
    if isinstance(rule, Condition):
        return rule.names()
    return _arguments(rule)


@lru_cache(maxsize=4_096)
def _arguments(rule: Rule) -> tuple[str, ...]:
    """Return a rule's parameter names; cached, since every page reads those of every rule on its route."""
    return tuple(signature(rule).parameters)


def is_met(condition: "Condition | Rule | None", known: Known) -> bool:
    """Return whether the condition holds for the known answers; None always holds."""
    if condition is None:
        return True
    return condition.is_met(known) if isinstance(condition, Condition) else bool(evaluate(condition, known))


class Condition:
    """A declarative condition, so that imported forms can be expressed with it."""

    def is_met(self, known: Known) -> bool:
        """Return whether it holds."""
        raise NotImplementedError

    def names(self) -> tuple[str, ...]:
        """Return the keys of the answers it reads."""
        raise NotImplementedError


class Is(StrEnum):
    """Comparison operators."""

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
    """A comparison of an answer with a value; `Day` values are relative to today."""

    key: str
    how: Is
    than: Any = None

    def names(self) -> tuple[str, ...]:
        """Return the one key it reads."""
        return (self.key,)

    def is_met(self, known: Known) -> bool:
        """Compare. A missing answer is not equal to, does not contain and does not exceed anything."""
        answer = known.get(self.key)
        if self.how is Is.ANSWERED:
            return (answer is not None) is bool(self.than if self.than is not None else True)
        if answer is None:
            return self.how in {Is.IS_NOT, Is.LACKS}
        than = day_of(self.than, known["today"]) if isinstance(self.than, Day | date) else self.than
        return _COMPARED[self.how](answer, than)


@dataclass(frozen=True)
class AllOf(Condition):
    """A conjunction: all conditions hold."""

    of: tuple[Condition, ...]

    def names(self) -> tuple[str, ...]:
        """Return the keys of all conditions."""
        return tuple(key for condition in self.of for key in condition.names())

    def is_met(self, known: Known) -> bool:
        """Return whether all conditions hold."""
        return all(condition.is_met(known) for condition in self.of)


@dataclass(frozen=True)
class AnyOf(AllOf):
    """A disjunction: at least one condition holds."""

    def is_met(self, known: Known) -> bool:
        """Return whether any condition holds."""
        return any(condition.is_met(known) for condition in self.of)


@dataclass(frozen=True)
class Not(Condition):
    """A negation."""

    of: Condition

    def names(self) -> tuple[str, ...]:
        """Return the keys of the negated condition."""
        return self.of.names()

    def is_met(self, known: Known) -> bool:
        """Return whether the negated condition does not hold."""
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
    """Compare: -1 below, 0 equal, 1 above."""
    if isinstance(than, str) and not isinstance(answer, str | tuple):
        than = type(answer)(than)
    return int(answer > than) - int(answer < than)


def _length(answer: Any) -> int:
    return len(answer) if hasattr(answer, "__len__") else len(str(answer))


_COMPARED: dict[Is, Callable[[Any, Any], bool]] = {
    Is.IS: _same,
    Is.IS_NOT: lambda a, b: not _same(a, b),
    Is.CONTAINS: _contains,
    Is.LACKS: lambda a, b: not _contains(a, b),
    Is.MORE: lambda a, b: _ordered(a, b) > 0,
    Is.LESS: lambda a, b: _ordered(a, b) < 0,
    Is.AT_LEAST: lambda a, b: _ordered(a, b) >= 0,
    Is.AT_MOST: lambda a, b: _ordered(a, b) <= 0,
    Is.BEFORE: lambda a, b: _ordered(a, b) < 0,
    Is.AFTER: lambda a, b: _ordered(a, b) > 0,
    Is.LONGER: lambda a, b: _length(a) > int(b),
    Is.SHORTER: lambda a, b: _length(a) < int(b),
    Is.HAS_LENGTH: lambda a, b: _length(a) == int(b),
}
