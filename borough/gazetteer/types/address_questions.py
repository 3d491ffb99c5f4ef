"""Words of matching in the work: how a question about an address stands, what staff rule, and what is told of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class QuestionState(StrEnum):
    """Where an address text that was asked about stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    WAITING = "waiting"
    RESOLVED = "settled"


class Ruling(StrEnum):
    """What staff decided an address text means."""

    PROPERTY = "property"
    NOT_THERE = "not in the gazetteer"
    UNCLEAR = "cannot be told"
    UNDONE = "undone"  # what was decided before holds no more


@dataclass(frozen=True)
class AddressQuestionRaised:
    """An address text was asked about; the worker answers it."""

    kind: ClassVar[str] = "address-question-raised"
    question: int
    source: str
    source_id: str

    @property
    def key(self) -> str:
        """One a question."""
        return f"address-question-raised {self.question}"


@dataclass(frozen=True)
class AddressesQueued:
    """Address texts that were matched many at a time wait for staff."""

    kind: ClassVar[str] = "addresses-queued"
    source: str
    queued: int
    act: int

    @property
    def key(self) -> str:
        """One a batch."""
        return f"addresses-queued {self.act}"


@dataclass(frozen=True)
class AddressResolved:
    """It is known what an address text means, by the engine or by staff, or no longer known. uprn None is no property.

    decision is 0 where the engine answered; the address itself is never told.
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
        """One a question and decision."""
        return f"address-resolved {self.question} {self.decision}"


@dataclass(frozen=True)
class DecisionToApply:
    """A decision settles more questions than were settled at once; the worker does the rest."""

    kind: ClassVar[str] = "match-decision-to-apply"
    decision: int

    @property
    def key(self) -> str:
        """One a decision."""
        return f"match-decision-to-apply {self.decision}"
