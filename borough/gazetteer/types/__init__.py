"""Words of the gazetteer: codes of BS 7666 and DTF 7.3, and an address as finding and matching see it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import ClassVar, NamedTuple

from borough.gazetteer.types.address_questions import AddressesQueued as AddressesQueued
from borough.gazetteer.types.address_questions import AddressQuestionRaised as AddressQuestionRaised
from borough.gazetteer.types.address_questions import AddressResolved as AddressResolved
from borough.gazetteer.types.address_questions import DecisionToApply as DecisionToApply


class Status(IntEnum):
    """Logical status of a property or of one way of writing its address (DTF 7.3, LOGICAL_STATUS)."""

    APPROVED = 1
    ALTERNATE = 3  # of an address alone
    CANDIDATE = 5
    PROVISIONAL = 6
    REJECTED_EXTERNAL = 7
    HISTORIC = 8
    REJECTED_INTERNAL = 9


SEARCHABLE_STATUSES = (Status.APPROVED, Status.ALTERNATE, Status.PROVISIONAL, Status.HISTORIC)
"""The statuses whose addresses can be found; an alternate or historic one leads to the property's approved address."""


class Addressable(NamedTuple):
    """An addressable object of BS 7666, primary (a building) or secondary (a part of one): a number, a text, or both.

    start and end are 0 to 9999, None where there is none; 12A-14 is start 12, start_suffix A, end 14.
    """

    start: int | None = None
    start_suffix: str = ""
    end: int | None = None
    end_suffix: str = ""
    text: str = ""


NO_OBJECT = Addressable()


@dataclass(frozen=True, slots=True)
class Line:
    """One way of writing one property's address: a land and property identifier with its street, ready to compare.

    Texts are upper case as the gazetteer holds them, empty where there is none. postcode has its space. easting and
    northing are metres of the National Grid, 0 where unknown.
    """

    uprn: int
    key: str
    status: Status
    secondary: Addressable
    primary: Addressable
    street: str
    locality: str
    town: str
    postcode: str
    organisation: str = ""
    post_town: str = ""
    usrn: int = 0
    parent: int | None = None
    classification: str = ""
    postal: str = ""  # DTF 7.3 POSTAL_ADDRESS: Y, N, A, L or P
    easting: float = 0.0
    northing: float = 0.0


class AreaKind(StrEnum):
    """The areas a property lies in, by which councils count."""

    WARD = "ward"
    PARISH = "parish"


@dataclass(frozen=True)
class StreetDetail:
    """A street as it is named in one language."""

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
    """One state a record of the gazetteer has been in: what it said, who made it so, when, and by which supply."""

    table: str
    key: str
    current: bool
    facts: dict[str, str]
    created_at: datetime
    created_by: str
    what: str
    files: str  # of the supply, if it was one


@dataclass(frozen=True)
class PropertyDetail:
    """A property with everything the gazetteer holds of it. `approved` is the address it goes by, if it has one."""

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
    """What became of the records of a supply; the first is the sum of the others."""

    read: int = 0
    imported: int = 0
    repeated: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class Reject:
    """A record that was not taken: its file and number there, and which value of which column would not do."""

    file: str
    row: int
    record: str
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class GazetteerChanged:
    """Properties and streets were changed, by a supply or by an officer.

    uprns and usrns name them when they are few. When `many`, they are empty and the lowest and highest UPRN are given:
    whoever follows reads the range anew, and everything when both are 0. A street named here may change the lines of
    every address on it. A property named here may have been looked at and found as it was.
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
        """One a change."""
        return f"gazetteer-changed {self.change}"


@dataclass(frozen=True)
class HealthSummary:
    """A health run: when and by whom, how many records were looked at and how many faults found, by check."""

    run: int
    created_at: datetime
    created_by: str
    records: int
    faults: int
    checks: tuple[tuple[int, str, int], ...]  # number, sentence, records that failed it


@dataclass(frozen=True)
class HealthFaultDetail:
    """A record that failed a check; id orders the faults of a run."""

    id: int
    check: int
    sentence: str
    record: str
    key: str
    uprn: int | None
    usrn: int | None


@dataclass(frozen=True)
class ExaminationRequested:
    """Someone asked for the health of the gazetteer to be examined."""

    kind: ClassVar[str] = "gazetteer-examination-requested"
    position: int

    @property
    def key(self) -> str:
        """One an asking."""
        return f"gazetteer-examination-requested {self.position}"


@dataclass(frozen=True)
class ReviewRequested:
    """Someone asked for a review of the gazetteer."""

    kind: ClassVar[str] = "gazetteer-review-requested"
    position: int

    @property
    def key(self) -> str:
        """One an asking."""
        return f"gazetteer-review-requested {self.position}"


@dataclass(frozen=True)
class ScheduleSummary:
    """A schedule that was given: in force from a day up to, but not including, another."""

    version: str
    title: str
    since: date
    until: date
    example: bool
    created_at: datetime
    created_by: str


@dataclass(frozen=True)
class Spot:
    """A place people go to, as it was told, in metres of the National Grid."""

    label: str
    easting: float
    northing: float


@dataclass(frozen=True)
class CriterionResult:
    """What a review found of a criterion: value and level are None where nothing could be found.

    value: a text, exact to the hundredth. level: 0 to 4. counts: towards the level of the whole.
    """

    key: str
    name: str
    unit: str
    value: str | None
    level: int | None
    counts: bool

    @property
    def display_value(self) -> str:
        """The value with its unit, as people read it: 98.52%, 4 days."""
        if self.value is None:
            return "Not known"
        return f"{self.value}%" if self.unit == "percent" else f"{self.value} {self.unit}"


@dataclass(frozen=True)
class ReviewDetail:
    """A review: when and by whom, by which schedule, the level (0 to 4, None while a part is unknown), and why."""

    id: int
    created_at: datetime
    created_by: str
    schedule: str
    example: bool
    level: int | None
    criteria: tuple[CriterionResult, ...]
    run: int


class CandidateSource(StrEnum):
    """What found that the gazetteer may lack something, or have it wrong."""

    FORM = "form"  # an address that was not found in a form
    LETTER = "letter"  # one that came back
    CREW = "crew"
    MATCH = "match"  # a review of a match
    CONTACT = "contact"
    STAFF = "staff"
    HEALTH = "health"


class CandidateState(StrEnum):
    """How far the gazetteer officer is with a change candidate; the last three are ends."""

    WAITING = "waiting"
    IN_HAND = "in-hand"
    DONE = "done"
    NO_CHANGE = "no-change"
    ALREADY_THERE = "already-there"


@dataclass(frozen=True)
class CandidateResult:
    """A change candidate that was raised; again says that it had been raised before, and nothing was written."""

    reference: str
    existed: bool = False


@dataclass(frozen=True)
class CandidateDetail:
    """A change candidate: the address as it was told, what it is about, and what became of it.

    text and postcode are as someone gave them, empty once that person was erased. uprn and usrn are what it was said to
    be about, result_uprn the property it led to.
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
        """One a candidate."""
        return f"candidate-raised {self.reference}"


@dataclass(frozen=True)
class CandidateDecided:
    """A change candidate was closed: done, no change needed, or already there; uprn is the property it led to."""

    kind: ClassVar[str] = "candidate-decided"
    reference: str
    state: str
    uprn: int | None = None

    @property
    def key(self) -> str:
        """One a candidate, for it is decided once."""
        return f"candidate-decided {self.reference}"
