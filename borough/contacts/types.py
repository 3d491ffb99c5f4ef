"""The words a contact is told in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class Channel(StrEnum):
    """Where a contact arrived. A call that staff key into the website stays a phone contact."""

    WEB = "web"
    PHONE = "phone"
    FACE_TO_FACE = "face_to_face"
    POST = "post"
    EMAIL = "email"
    TEXT = "text"
    SOCIAL = "social"
    WEBCHAT = "webchat"
    MACHINE = "machine"  # an app, another council's system, a partner's
    UNKNOWN = "unknown"  # not stated, or stated in a word no layout explains

    @property
    def label(self) -> str:
        """As people read it."""
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
    """Who got in touch with whom."""

    INBOUND = "inbound"  # a customer with the council
    OUTBOUND = "outbound"  # the council with a customer
    INTERNAL = "internal"  # staff or their systems among themselves: work, but no customer's contact


class CustomerType(StrEnum):
    """On whose account."""

    CUSTOMER = "customer"
    ANONYMOUS = "anonymous"
    ON_BEHALF = "on_behalf"


class Nature(StrEnum):
    """What the contact was."""

    TRANSACTION = "transaction"
    ENQUIRY = "enquiry"
    PROGRESS_CHASING = "progress_chasing"
    PROBLEM_REPORT = "problem_report"
    COMPLAINT = "complaint"
    PAYMENT = "payment"


class Outcome(StrEnum):
    """How it ended."""

    COMPLETED = "completed"  # there and then
    CASE_OPENED = "case_opened"
    REFERRED = "referred"
    ABANDONED = "abandoned"
    SIGNPOSTED = "signposted"


class Avoidable(StrEnum):
    """Why a contact need not have happened: National Indicator 14, appendix, as kept in the standards tables."""

    NO = ""
    CLARIFICATION = "a1"  # our letter, form or page was unclear
    MISDIRECTED = "a2"  # poor signposting or a call transferred
    REPEATED = "a3"  # the same told again
    CHASING = "a4"  # what is happening with something
    CLOSED_EARLY = "a5"  # we closed it before it was done


class Barrier(StrEnum):
    """What stood in the way of doing it online: seed, paragraph 23, “motivation and barriers”."""

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
    """A contact as it is told to the ledger. Times are aware; `happened_on` is the day where it happened."""

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
    """What recording gave: the contact's reference, and whether it was there already."""

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
        """One a contact."""
        return f"contact-recorded {self.reference}"


@dataclass(frozen=True)
class ContactCorrected:
    """A contact was superseded by a corrected one."""

    kind: ClassVar[str] = "contact-corrected"
    reference: str
    supersedes: str

    @property
    def key(self) -> str:
        """One a correction."""
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
        """One a batch of a file."""
        return f"contacts-imported {self.source} {self.file} {self.first_row}"


@dataclass(frozen=True)
class Totals:
    """What became of the rows of a log; the first is the sum of the others."""

    read: int = 0
    imported: int = 0
    repeated: int = 0
    rejected: int = 0

    def plus(self, *, imported: int, repeated: int, rejected: int) -> "Totals":
        """These and so many more."""
        return Totals(
            self.read + imported + repeated + rejected,
            self.imported + imported, self.repeated + repeated, self.rejected + rejected,
        )  # fmt: skip


@dataclass(frozen=True)
class Reject:
    """A row that was not imported: where it stands in the file, and which value of which column would not do."""

    row: int
    column: str
    value: str
    reason: str
