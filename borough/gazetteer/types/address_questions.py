"""Types of address questions: states, rulings and events."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class QuestionState(StrEnum):
    """The state of an address question."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    RESOLVED = "settled"


class Ruling(StrEnum):
    """A staff ruling on an address text."""

    PROPERTY = "property"
    NOT_THERE = "not in the gazetteer"
    UNCLEAR = "cannot be told"
    UNDONE = "undone"  # an earlier decision was undone


@dataclass(frozen=True)
class AddressQuestionRaised:
    """An address text was queued; the worker matches it."""

    kind: ClassVar[str] = "address-question-raised"
    question: int
    source: str
    source_id: str

    @property
    def key(self) -> str:
        """Return the unique key: one per question."""
        return f"address-question-raised {self.question}"


@dataclass(frozen=True)
class AddressesQueued:
    """Address texts matched in bulk are waiting for staff."""

    kind: ClassVar[str] = "addresses-queued"
    source: str
    queued: int
    act: int

    @property
    def key(self) -> str:
        """Return the unique key: one per batch."""
        return f"addresses-queued {self.act}"


@dataclass(frozen=True)
class AddressResolved:
    """An address text was resolved by the matcher or staff, or is no longer resolved. uprn None: no property.

    decision is 0 if the matcher answered; the address itself is never included.
    """

    kind: ClassVar[str] = "address-resolved"
    question: int
    source: str
    source_id: str
    state: str
    uprn: int | None
    decision: int

    @property
    def key(self) -> str:
        """Return the unique key: one per question and decision."""
        return f"address-resolved {self.question} {self.decision}"


@dataclass(frozen=True)
class DecisionToApply:
    """A decision applies to more questions than were updated at once; the worker does the rest."""

    kind: ClassVar[str] = "match-decision-to-apply"
    decision: int

    @property
    def key(self) -> str:
        """Return the unique key: one per decision."""
        return f"match-decision-to-apply {self.decision}"
