"""Words of missed bins and of what crews log on their way."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import ClassVar


class LeadsTo(StrEnum):
    """What a crew's reason means for a report of a missed bin."""

    REFUSES = "refuses"  # the bin was left for the reason, which is told instead
    RETURNS = "returns"  # the crew comes back, so nothing need be reported
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A reason of the crews, in the words of MHCLG's waste service standards and in ours for the resident."""

    key: str
    level_1: str
    level_2: str
    leads_to: LeadsTo
    sentence: str

    @property
    def name(self) -> str:
        """The standard's words."""
        return f"{self.level_1}: {self.level_2}" if self.level_2 else self.level_1


@dataclass(frozen=True, kw_only=True)
class MissedTerms:
    """When a missed bin can be reported: from finishes_at, London time, until so many working days later."""

    finishes_at: time
    working_days: int
    source: str


class MissedState(StrEnum):
    """How a report of a missed bin stands."""

    OPEN = "open"
    RETURNED = "returned"  # the crew came back for it
    ANSWERED = "answered"  # the crew gave a reason, which was told


class Verdict(StrEnum):
    """What came of asking whether a bin may be reported as missed."""

    MAY = "may"
    NO_COLLECTION = "no_collection"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    REPORTED = "reported"
    REASON = "reason"  # the crew logged why


@dataclass(frozen=True, kw_only=True)
class ReportCheck:
    """The answer to whether a collection may be reported as missed, with the sentence for the resident."""

    collected_on: date
    verdict: Verdict
    sentence: str
    reason: str = ""

    @property
    def may(self) -> bool:
        """Whether it may."""
        return self.verdict is Verdict.MAY


@dataclass(frozen=True, kw_only=True)
class MissedQuestion:
    """The latest collections of a stream from a property, the newest first, with whether each may be reported."""

    stream: str
    options: tuple[ReportCheck, ...]
    next_on: date | None


@dataclass(frozen=True, kw_only=True)
class MissedReport:
    """A report of a missed bin."""

    reference: str
    uprn: int | None
    stream: str
    collected_on: date
    state: MissedState
    created_at: datetime
    reason: str = ""
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class MissedEnd:
    """How a report stands: whether it is over, since when, and what the crew did or said."""

    over: bool
    at: datetime
    text: str


@dataclass(frozen=True)
class MissedReported:
    """A resident said that a bin was not emptied."""

    kind: ClassVar[str] = "missed-bin-reported"
    reference: str
    uprn: int
    stream: str
    collected_on: str

    @property
    def key(self) -> str:
        """One a report."""
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True)
class MissedEnded:
    """A crew came back for a missed bin, or gave a reason."""

    kind: ClassVar[str] = "missed-bin-ended"
    reference: str
    state: str
    reason: str

    @property
    def key(self) -> str:
        """One a report."""
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True)
class CrewLogged:
    """A crew logged what they met: at a property, in a street, or on the whole round."""

    kind: ClassVar[str] = "crew-logged"
    number: int
    reason: str
    stream: str

    @property
    def key(self) -> str:
        """One an entry."""
        return f"{self.kind} {self.number}"
