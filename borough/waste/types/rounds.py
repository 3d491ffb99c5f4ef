"""Types of rounds: a stored round, a line of a list, and the result of an import."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

COLUMNS = ("uprn", "stream", "round", "first_on", "every_weeks", "crew")
"""Columns of a list of rounds: a line for each property on each round. crew may be empty."""


class RoundFacts(NamedTuple):
    """A round: it repeats at a weekly interval from first_on."""

    stream: str
    first_on: date
    every_weeks: int
    crew: str


class RoundLine(NamedTuple):
    """A line of a list: a property, its round, and the round's details."""

    uprn: int
    code: str
    facts: RoundFacts


@dataclass(frozen=True, kw_only=True)
class RoundSummary:
    """A round with the number of its properties on a day, and its next day."""

    code: str
    stream: str
    first_on: date
    every_weeks: int
    crew: str
    properties: int
    next_on: date | None


@dataclass(kw_only=True)
class Loaded:
    """The result of an import: read = accepted + repeated + rejected; begun and ended count properties."""

    read: int = 0
    accepted: int = 0
    repeated: int = 0
    rejected: int = 0
    begun: int = 0
    ended: int = 0
    rounds: int = 0


@dataclass(frozen=True)
class RoundsLoaded:
    """A list of rounds was imported: numbers of properties put on rounds and taken off."""

    kind: ClassVar[str] = "rounds-loaded"
    number: str
    begun: int
    ended: int

    @property
    def key(self) -> str:
        """Return the unique key: one per list."""
        return f"{self.kind} {self.number}"


@dataclass(frozen=True)
class CollectionDaysChanged:
    """Collection days were changed, or a change withdrawn, on usual days from starts_on to ends_on (exclusive)."""

    kind: ClassVar[str] = "collection-days-changed"
    change: int
    withdrawn: bool
    starts_on: str
    ends_on: str

    @property
    def key(self) -> str:
        """Return the unique key: one per change and one per withdrawal."""
        return f"{self.kind} {self.change} {self.withdrawn}"
