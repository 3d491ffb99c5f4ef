"""Words of rounds: one as it is kept, one line of a list of them, and what came of reading a list."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NamedTuple

COLUMNS = ("uprn", "stream", "round", "first_on", "every_weeks", "crew")
"""The columns of a list of rounds: a line for each property on each round. crew may be empty."""


class RoundFacts(NamedTuple):
    """What a round is: from first_on it goes every so many weeks."""

    stream: str
    first_on: date
    every_weeks: int
    crew: str


class RoundLine(NamedTuple):
    """One line of a list: a property, the round it is on, and what that round is."""

    uprn: int
    code: str
    facts: RoundFacts


@dataclass(frozen=True, kw_only=True)
class RoundSummary:
    """A round with how many properties are on it on a day, and the day it goes next."""

    code: str
    stream: str
    first_on: date
    every_weeks: int
    crew: str
    properties: int
    next_on: date | None


@dataclass(kw_only=True)
class Loaded:
    """What came of a list: read is the sum of taken, repeated and rejected; begun and ended are of properties."""

    read: int = 0
    accepted: int = 0
    repeated: int = 0
    rejected: int = 0
    begun: int = 0
    ended: int = 0
    rounds: int = 0


@dataclass(frozen=True)
class RoundsLoaded:
    """A list of rounds was taken in: so many properties were put on rounds and taken off."""

    kind: ClassVar[str] = "rounds-loaded"
    number: str
    begun: int
    ended: int

    @property
    def key(self) -> str:
        """One a list."""
        return f"{self.kind} {self.number}"


@dataclass(frozen=True)
class CollectionDaysChanged:
    """Collection days were changed, or a change of them was withdrawn, on usual days from starts_on up to ends_on."""

    kind: ClassVar[str] = "collection-days-changed"
    change: int
    withdrawn: bool
    starts_on: str
    ends_on: str

    @property
    def key(self) -> str:
        """One a change and one a withdrawal."""
        return f"{self.kind} {self.change} {self.withdrawn}"
