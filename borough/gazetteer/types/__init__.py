"""Types of the gazetteer: codes of BS 7666 and DTF 7.3, and addresses for search and matching."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from borough.address_match.types import NO_OBJECT as NO_OBJECT
from borough.address_match.types import SEARCHABLE_STATUSES as SEARCHABLE_STATUSES
from borough.address_match.types import Addressable as Addressable
from borough.address_match.types import Line as Line
from borough.address_match.types import Status as Status
from borough.gazetteer.types.address_questions import AddressesQueued as AddressesQueued
from borough.gazetteer.types.address_questions import AddressQuestionRaised as AddressQuestionRaised
from borough.gazetteer.types.address_questions import AddressResolved as AddressResolved
from borough.gazetteer.types.address_questions import DecisionToApply as DecisionToApply


class AreaKind(StrEnum):
    """Kinds of area used for council statistics."""

    WARD = "ward"
    PARISH = "parish"


@dataclass(frozen=True)
class StreetDetail:
    """A street in one language."""

    usrn: int
    language: str
    name: str
    locality: str
    town: str
    administrative_area: str
    state: int | None
    withdrawn: bool


@dataclass(frozen=True)
class Version:
    """A version of a gazetteer record: content, author, time and supply."""

    table: str
    key: str
    current: bool
    facts: dict[str, str]
    created_at: datetime
    created_by: str
    what: str
    files: str  # of the supply, if any


@dataclass(frozen=True)
class PropertyDetail:
    """A property with all its gazetteer data. `approved` is its current address, if it has one."""

    uprn: int
    status: Status
    state: int | None
    classification: str
    parent: int | None
    easting: float | None
    northing: float | None
    latitude: float | None
    longitude: float | None
    ward: str
    parish: str
    withdrawn_on: date | None
    approved: Line | None
    addresses: tuple[Line, ...]
    children: tuple[int, ...]
    successors: tuple[int, ...]
    cross_references: tuple[tuple[str, str], ...]  # source, reference


@dataclass(frozen=True)
class Totals:
    """Record counts of a supply; the first is the sum of the others."""

    read: int = 0
    imported: int = 0
    repeated: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class Reject:
    """A rejected record: file and number, and the invalid column and value."""

    file: str
    row: int
    record: str
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class GazetteerChanged:
    """Properties and streets were changed, by a supply or by an officer.

    uprns and usrns list them if they are few. If `many`, they are empty and the lowest and highest UPRN are
    given: listeners must re-read the range, and everything if both are 0. A listed street may change the lines of
    every address on it. A listed property may be unchanged.
    """

    kind: ClassVar[str] = "gazetteer-changed"
    change: int
    uprns: tuple[int, ...] = ()
    usrns: tuple[int, ...] = ()
    many: bool = False
    lowest: int = 0
    highest: int = 0

    @property
    def key(self) -> str:
        """Return the unique key: one per change."""
        return f"gazetteer-changed {self.change}"


@dataclass(frozen=True)
class HealthSummary:
    """A health run: time, author, number of records examined, and failures by check."""

    run: int
    created_at: datetime
    created_by: str
    records: int
    faults: int
    checks: tuple[tuple[int, str, int], ...]  # number, message, failing records


@dataclass(frozen=True)
class HealthFaultDetail:
    """A record that failed a check; id orders the failures of a run."""

    id: int
    check: int
    sentence: str
    record: str
    key: str
    uprn: int | None
    usrn: int | None


@dataclass(frozen=True)
class ExaminationRequested:
    """Someone requested a health examination of the gazetteer."""

    kind: ClassVar[str] = "gazetteer-examination-requested"
    position: int

    @property
    def key(self) -> str:
        """Return the unique key: one per request."""
        return f"gazetteer-examination-requested {self.position}"


@dataclass(frozen=True)
class ReviewRequested:
    """Someone requested a review of the gazetteer."""

    kind: ClassVar[str] = "gazetteer-review-requested"
    position: int

    @property
    def key(self) -> str:
        """Return the unique key: one per request."""
        return f"gazetteer-review-requested {self.position}"


@dataclass(frozen=True)
class ScheduleSummary:
    """A schedule, in force from a day to another (exclusive)."""

    version: str
    title: str
    since: date
    until: date
    example: bool
    created_at: datetime
    created_by: str


@dataclass(frozen=True)
class Spot:
    """A place, as entered, with its position in metres of the National Grid."""

    label: str
    easting: float
    northing: float


@dataclass(frozen=True)
class CriterionResult:
    """A review's result of a criterion: value and level are None if unknown.

    value: a text, exact to the hundredth. level: 0 to 4. counts: towards the overall level.
    """

    key: str
    name: str
    unit: str
    value: str | None
    level: int | None
    counts: bool

    @property
    def display_value(self) -> str:
        """Return the value with its unit: 98.52%, 4 days."""
        if self.value is None:
            return "Not known"
        return f"{self.value}%" if self.unit == "percent" else f"{self.value} {self.unit}"


@dataclass(frozen=True)
class ReviewDetail:
    """A review: time, author, schedule, level (0 to 4, None while a part is unknown), and results."""

    id: int
    created_at: datetime
    created_by: str
    schedule: str
    example: bool
    level: int | None
    criteria: tuple[CriterionResult, ...]
    run: int


class CandidateSource(StrEnum):
    """The source of a change candidate."""

    FORM = "form"  # an address not found in a form
    LETTER = "letter"  # a returned letter
    CREW = "crew"
    MATCH = "match"  # a match review
    CONTACT = "contact"
    STAFF = "staff"
    HEALTH = "health"


class CandidateState(StrEnum):
    """The state of a change candidate; the last three are final."""

    WAITING = "waiting"
    IN_HAND = "in-hand"
    DONE = "done"
    NO_CHANGE = "no-change"
    ALREADY_THERE = "already-there"


@dataclass(frozen=True)
class CandidateResult:
    """The result of raising a candidate; again: it already existed, and nothing was written."""

    reference: str
    existed: bool = False


@dataclass(frozen=True)
class CandidateDetail:
    """A change candidate: the reported address, its subject, and the outcome.

    text and postcode are as reported, empty once that person was erased. uprn and usrn are the reported subject,
    result_uprn the resulting property.
    """

    id: int
    reference: str
    source: CandidateSource
    source_id: str
    text: str
    postcode: str
    uprn: int | None
    usrn: int | None
    note: str
    raised_by: str
    raised_at: datetime
    state: CandidateState
    assigned_by: str
    assigned_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    outcome: str
    result_uprn: int | None


@dataclass(frozen=True)
class CandidateRaised:
    """Something was found that the gazetteer may lack or have wrong."""

    kind: ClassVar[str] = "candidate-raised"
    reference: str
    source: str

    @property
    def key(self) -> str:
        """Return the unique key: one per candidate."""
        return f"candidate-raised {self.reference}"


@dataclass(frozen=True)
class CandidateDecided:
    """A change candidate was closed: done, no change needed, or already there; uprn is the resulting property."""

    kind: ClassVar[str] = "candidate-decided"
    reference: str
    state: str
    uprn: int | None = None

    @property
    def key(self) -> str:
        """Return the unique key: one per candidate, as it is decided once."""
        return f"candidate-decided {self.reference}"
