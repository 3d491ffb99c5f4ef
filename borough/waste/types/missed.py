"""Types of missed bins and crew events."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import ClassVar


class LeadsTo(StrEnum):
    """What a crew's reason means for a missed bin report."""

    REFUSES = "refuses"  # the bin was left for the reason, which is shown instead
    RETURNS = "returns"  # the crew comes back, so no report is needed
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A crew reason, in the wording of MHCLG's waste service standards, and in ours for the resident."""

    key: str
    level_1: str
    level_2: str
    leads_to: LeadsTo
    sentence: str

    @property
    def name(self) -> str:
        """Return the standard's wording."""
        return f"{self.level_1}: {self.level_2}" if self.level_2 else self.level_1


@dataclass(frozen=True, kw_only=True)
class MissedTerms:
    """When a missed bin can be reported: from finishes_at, London time, for a number of working days."""

    finishes_at: time
    working_days: int
    source: str


class MissedState(StrEnum):
    """The state of a missed bin report."""

    OPEN = "open"
    RETURNED = "returned"  # the crew came back for it
    ANSWERED = "answered"  # the crew gave a reason, which was passed on


class Verdict(StrEnum):
    """The result of checking whether a bin can be reported as missed."""

    MAY = "may"
    NO_COLLECTION = "no_collection"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    REPORTED = "reported"
    REASON = "reason"  # the crew logged a reason


@dataclass(frozen=True, kw_only=True)
class ReportCheck:
    """Whether a collection can be reported as missed, with the message for the resident."""

    collected_on: date
    verdict: Verdict
    sentence: str
    reason: str = ""

    @property
    def may(self) -> bool:
        """Return whether it can be reported."""
        return self.verdict is Verdict.MAY


@dataclass(frozen=True, kw_only=True)
class MissedQuestion:
    """The latest collections of a stream at a property, newest first, and whether each can be reported."""

    stream: str
    options: tuple[ReportCheck, ...]
    next_on: date | None


@dataclass(frozen=True, kw_only=True)
class MissedReport:
    """A missed bin report."""

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
    """The status of a report: whether closed, since when, and what the crew did or said."""

    over: bool
    at: datetime
    text: str


@dataclass(frozen=True)
class MissedReported:
    """A resident reported that a bin was not emptied."""

    kind: ClassVar[str] = "missed-bin-reported"
    reference: str
    uprn: int
    stream: str
    collected_on: str

    @property
    def key(self) -> str:
        """Return the unique key: one per report."""
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
        """Return the unique key: one per report."""
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True)
class CrewLogged:
    """A crew logged an event at a property, in a street, or on the whole round."""

    kind: ClassVar[str] = "crew-logged"
    number: int
    reason: str
    stream: str

    @property
    def key(self) -> str:
        """Return the unique key: one per event."""
        return f"{self.kind} {self.number}"
