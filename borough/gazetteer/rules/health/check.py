"""What a health check is: a number people know it by, a sentence, and a question asked of one record."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

Facts = Mapping[str, Any]
Fails = Callable[[Facts, "CheckContext"], bool]

FIRST_YEAR: Final = date(1753, 1, 1)  # no date before the calendar's change is meant
CLOSED: Final = frozenset({7, 8, 9})  # statuses of what has ended
_TEXT: Final = re.compile(r"[A-Za-z0-9 ÂÊÎÔÛŴŶÄËÏÖÜẄŸÁÉÍÓÚẂÝÀÈÌÒÙẀỲâêîôûŵŷäëïöüẅÿáéíóúẃýàèìòùẁỳ'!.,&;:\[\]()+\-/_@£$]*")
_PAIRS: Final = {")": "(", "]": "["}


@dataclass(frozen=True)
class CheckContext:
    """What a record is held against: today, and what else the gazetteer and its look-up lists hold.

    An empty list of wards, parishes, towns or postcodes means that none was given, and what needs it is not asked.
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
    """The status of each property, for what is asked of its addresses."""
    street_records: frozenset[int] = frozenset()
    """The properties that stand for a street."""


@dataclass(frozen=True)
class Check:
    """One check. `of` is the kind of record it is asked of; `fails` is whether the record has the fault.

    number: of the national catalogue, in which the first two digits are the record's; ours begin with 9.
    """

    number: int
    of: str
    sentence: str
    fails: Fails


def failing(checks: Iterable[Check], facts: Facts, known: CheckContext) -> list[int]:
    """The numbers of the checks that a record fails."""
    return [check.number for check in checks if check.fails(facts, known)]


def empty(name: str) -> Fails:
    """Whether a fact that must be there is not."""
    return lambda facts, _: facts[name] in (None, "")


def longer(name: str, most: int) -> Fails:
    """Whether a text has more letters than it may."""
    return lambda facts, _: len(facts[name] or "") > most


def outside(name: str, among: Iterable[Any]) -> Fails:
    """Whether a fact that is there is none of those allowed."""
    allowed = frozenset(among)
    return lambda facts, _: facts[name] not in (None, "") and facts[name] not in allowed


def unlisted(name: str, known_as: str) -> Fails:
    """Whether a fact that is there is not in a look-up list, where there is such a list."""

    def fails(facts: Facts, known: CheckContext) -> bool:
        listed: frozenset[Any] = getattr(known, known_as)
        return bool(listed) and facts[name] not in (None, "") and facts[name] not in listed

    return fails


def future(name: str) -> Fails:
    """Whether a day is still to come."""
    return lambda facts, known: facts[name] is not None and facts[name] > known.today


def too_old(name: str) -> Fails:
    """Whether a day is before 1753."""
    return lambda facts, _: facts[name] is not None and facts[name] < FIRST_YEAR


def ends_before(start: str, end: str) -> Fails:
    """Whether something ends before it starts."""
    return lambda facts, _: facts[start] is not None and facts[end] is not None and facts[end] < facts[start]


def padded(name: str) -> Fails:
    """Whether a text begins or ends with a space."""
    return lambda facts, _: (facts[name] or "") != (facts[name] or "").strip(" ")


def gapped(name: str) -> Fails:
    """Whether a text has two spaces together."""
    return lambda facts, _: "  " in (facts[name] or "")


def odd_letters(name: str, but: str = "") -> Fails:
    """Whether a text has letters or marks that the standard does not allow; but: marks it may not have besides."""

    def fails(facts: Facts, _: CheckContext) -> bool:
        text = facts[name] or ""
        return not _TEXT.fullmatch(text) or any(mark in text for mark in but)

    return fails


def repeats_marks(name: str) -> Fails:
    """Whether a text has the same mark twice together."""
    return lambda facts, _: re.search(r"([^\w\s])\1", facts[name] or "") is not None


def open_brackets(name: str) -> Fails:
    """Whether brackets of a text do not pair up."""

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
    """Whether a text is only a number, which belongs in a number's own place."""
    return lambda facts, _: (facts[name] or "").replace(" ", "").isdigit()
