"""Types of contacts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class Channel(StrEnum):
    """The channel of a contact. A call that staff key into the website remains a phone contact."""

    WEB = "web"
    PHONE = "phone"
    FACE_TO_FACE = "face_to_face"
    POST = "post"
    EMAIL = "email"
    TEXT = "text"
    SOCIAL = "social"
    WEBCHAT = "webchat"
    MACHINE = "machine"  # an app, another council's system, a partner's
    UNKNOWN = "unknown"  # not stated, or a value in no layout

    @property
    def label(self) -> str:
        """Return the display name."""
        return CHANNEL_LABELS[self]


CHANNEL_LABELS: dict[Channel, str] = {
    Channel.WEB: "Website",
    Channel.PHONE: "Phone",
    Channel.FACE_TO_FACE: "Face to face",
    Channel.POST: "Post",
    Channel.EMAIL: "Email",
    Channel.TEXT: "Text message",
    Channel.SOCIAL: "Social media",
    Channel.WEBCHAT: "Webchat",
    Channel.MACHINE: "App or other system",
    Channel.UNKNOWN: "Not stated or not recognised",
}


class Direction(StrEnum):
    """Who contacted whom."""

    INBOUND = "inbound"  # a customer contacting the council
    OUTBOUND = "outbound"  # the council contacting a customer
    INTERNAL = "internal"  # between staff or their systems: work, but not a customer's contact


class CustomerType(StrEnum):
    """On whose behalf."""

    CUSTOMER = "customer"
    ANONYMOUS = "anonymous"
    ON_BEHALF = "on_behalf"


class Nature(StrEnum):
    """The nature of a contact."""

    TRANSACTION = "transaction"
    ENQUIRY = "enquiry"
    PROGRESS_CHASING = "progress_chasing"
    PROBLEM_REPORT = "problem_report"
    COMPLAINT = "complaint"
    PAYMENT = "payment"


class Outcome(StrEnum):
    """The outcome of a contact."""

    COMPLETED = "completed"  # on the spot
    CASE_OPENED = "case_opened"
    REFERRED = "referred"
    ABANDONED = "abandoned"
    SIGNPOSTED = "signposted"


class Avoidable(StrEnum):
    """Why a contact was avoidable: National Indicator 14, appendix, as stored in the standards tables."""

    NO = ""
    CLARIFICATION = "a1"  # our letter, form or page was unclear
    MISDIRECTED = "a2"  # poor signposting or a transferred call
    REPEATED = "a3"  # the same request repeated
    CHASING = "a4"  # asking about progress
    CLOSED_EARLY = "a5"  # we closed it before completion


class Barrier(StrEnum):
    """What prevented doing it online: seed, paragraph 23, “motivation and barriers”."""

    NONE = ""
    NO_DEVICE = "no_device"
    NO_SKILLS = "no_skills"
    NO_CONFIDENCE = "no_confidence"
    FORM_FAILED = "form_failed"
    NEEDS_HELP = "needs_help"
    DISABILITY = "disability"
    LANGUAGE = "language"


@dataclass(frozen=True, kw_only=True)
class ContactData:
    """The data of a contact. Times are time zone-aware; `happened_on` is the local day."""

    started_at: datetime
    channel: Channel
    service: str
    nature: Nature
    outcome: Outcome
    source: str
    source_id: str
    ended_at: datetime | None = None
    direction: Direction = Direction.INBOUND
    who: CustomerType = CustomerType.CUSTOMER
    assisted: bool = False
    minutes: int | None = None
    avoidable: Avoidable = Avoidable.NO
    barrier: Barrier = Barrier.NONE
    ward: str = ""
    handled_by: str = ""
    handled_where: str = ""
    channel_stated: str = ""
    person_id: int | None = None
    uprn: int | None = None


@dataclass(frozen=True)
class RecordResult:
    """The result of recording: the contact's reference, and whether it already existed."""

    reference: str
    contact_id: int
    existed: bool = False


@dataclass(frozen=True)
class ContactRecorded:
    """A contact was written to the ledger."""

    kind: ClassVar[str] = "contact-recorded"
    reference: str
    channel: str
    service: str
    outcome: str

    @property
    def key(self) -> str:
        """Return the unique key: one per contact."""
        return f"contact-recorded {self.reference}"


@dataclass(frozen=True)
class ContactCorrected:
    """A contact was superseded by a corrected one."""

    kind: ClassVar[str] = "contact-corrected"
    reference: str
    supersedes: str

    @property
    def key(self) -> str:
        """Return the unique key: one per correction."""
        return f"contact-corrected {self.reference}"


@dataclass(frozen=True)
class ContactsImported:
    """A batch of another system's log was written to the ledger."""

    kind: ClassVar[str] = "contacts-imported"
    source: str
    file: str
    first_row: int
    imported: int

    @property
    def key(self) -> str:
        """Return the unique key: one per batch of a file."""
        return f"contacts-imported {self.source} {self.file} {self.first_row}"


@dataclass(frozen=True)
class Totals:
    """Row counts of a log; the first is the sum of the others."""

    read: int = 0
    imported: int = 0
    repeated: int = 0
    rejected: int = 0

    def plus(self, *, imported: int, repeated: int, rejected: int) -> "Totals":
        """Return the totals increased by these counts."""
        return Totals(
            self.read + imported + repeated + rejected,
            self.imported + imported,
            self.repeated + repeated,
            self.rejected + rejected,
        )


@dataclass(frozen=True)
class Reject:
    """A rejected row: its position in the file, and the invalid column and value."""

    row: int
    column: str
    value: str
    reason: str
