"""Health check definition: a known number, a message, and a predicate on a record."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

Facts = Mapping[str, Any]
Fails = Callable[[Facts, "CheckContext"], bool]

FIRST_YEAR: Final = date(1753, 1, 1)  # no valid date precedes the calendar reform
CLOSED: Final = frozenset({7, 8, 9})  # statuses of ended records
_TEXT: Final = re.compile(r"[A-Za-z0-9 ÂÊÎÔÛŴŶÄËÏÖÜẄŸÁÉÍÓÚẂÝÀÈÌÒÙẀỲâêîôûŵŷäëïöüẅÿáéíóúẃýàèìòùẁỳ'!.,&;:\[\]()+\-/_@£$]*")
_PAIRS: Final = {")": "(", "]": "["}


@dataclass(frozen=True)
class CheckContext:
    """The context of checks: today, and data of the gazetteer and its look-up lists.

    An empty list of wards, parishes, towns or postcodes means that it is unavailable, and dependent checks are
    skipped.
    """

    today: date
    custodian: int = 0
    wards: frozenset[str] = frozenset()
    parishes: frozenset[str] = frozenset()
    post_towns: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    localities: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset({"ENG"})
    sources: frozenset[str] = frozenset()
    closed_streets: frozenset[int] = frozenset()
    statuses: Mapping[int, int] = field(default_factory=dict)
    """The status of each property, for checks of its addresses."""
    street_records: frozenset[int] = frozenset()
    """Properties that represent a street."""


@dataclass(frozen=True)
class Check:
    """A check. `of`: the kind of record; `fails`: returns whether the record has the fault.

    number: in the national catalogue, where the first two digits are the record type; ours begin with 9.
    """

    number: int
    of: str
    sentence: str
    fails: Fails


def failing(checks: Iterable[Check], facts: Facts, known: CheckContext) -> list[int]:
    """Return the numbers of the checks that a record fails."""
    return [check.number for check in checks if check.fails(facts, known)]


def empty(name: str) -> Fails:
    """Return a predicate: a required fact is missing."""
    return lambda facts, _: facts[name] in (None, "")


def longer(name: str, most: int) -> Fails:
    """Return a predicate: a text is too long."""
    return lambda facts, _: len(facts[name] or "") > most


def outside(name: str, among: Iterable[Any]) -> Fails:
    """Return a predicate: a fact is present but not an allowed value."""
    allowed = frozenset(among)
    return lambda facts, _: facts[name] not in (None, "") and facts[name] not in allowed


def unlisted(name: str, known_as: str) -> Fails:
    """Return a predicate: a fact is present but not in its look-up list, if the list is available."""

    def fails(facts: Facts, known: CheckContext) -> bool:
        listed: frozenset[Any] = getattr(known, known_as)
        return bool(listed) and facts[name] not in (None, "") and facts[name] not in listed

    return fails


def future(name: str) -> Fails:
    """Return a predicate: a date is in the future."""
    return lambda facts, known: facts[name] is not None and facts[name] > known.today


def too_old(name: str) -> Fails:
    """Return a predicate: a date is before 1753."""
    return lambda facts, _: facts[name] is not None and facts[name] < FIRST_YEAR


def ends_before(start: str, end: str) -> Fails:
    """Return a predicate: the end is before the start."""
    return lambda facts, _: facts[start] is not None and facts[end] is not None and facts[end] < facts[start]


def padded(name: str) -> Fails:
    """Return a predicate: a text begins or ends with a space."""
    return lambda facts, _: (facts[name] or "") != (facts[name] or "").strip(" ")


def gapped(name: str) -> Fails:
    """Return a predicate: a text has consecutive spaces."""
    return lambda facts, _: "  " in (facts[name] or "")


def odd_letters(name: str, but: str = "") -> Fails:
    """Return a predicate: a text has characters not allowed by the standard; but: further forbidden ones."""

    def fails(facts: Facts, _: CheckContext) -> bool:
        text = facts[name] or ""
        return not _TEXT.fullmatch(text) or any(mark in text for mark in but)

    return fails


def repeats_marks(name: str) -> Fails:
    """Return a predicate: a text repeats a punctuation mark."""
    return lambda facts, _: re.search(r"([^\w\s])\1", facts[name] or "") is not None


def open_brackets(name: str) -> Fails:
    """Return a predicate: a text has unbalanced brackets."""

    def fails(facts: Facts, _: CheckContext) -> bool:
        waiting: list[str] = []
        for mark in facts[name] or "":
            if mark in "([":
                waiting.append(mark)
            elif mark in _PAIRS and (not waiting or waiting.pop() != _PAIRS[mark]):
                return True
        return bool(waiting)

    return fails


def all_digits(name: str) -> Fails:
    """Return a predicate: a text is only a number, which belongs in a number field."""
    return lambda facts, _: (facts[name] or "").replace(" ", "").isdigit()
