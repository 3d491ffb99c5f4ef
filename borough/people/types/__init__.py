"""Words of people: a person as staff see them, and what a search may go by."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

KINDS = {"resident": "Resident", "business": "Business", "visitor": "Visitor"}
PREFERS = {"": "No preference", "email": "Email", "phone": "Phone", "text": "Text message", "post": "Post"}


class SearchType(StrEnum):
    """What the words of a search are taken for."""

    REFERENCE = "reference"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


class Confidence(StrEnum):
    """How sure a fact is."""

    STATED = "stated"  # by the person themselves, signed in
    REPORTED = "reported"  # told to staff, or by somebody who did not sign in
    SEEN = "seen"  # evidence was seen
    PASSED_ON = "passed_on"  # from another system or on somebody's behalf


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A fact as it is held: its value in JSON's words, who said so, when, and when it was last confirmed."""

    key: str
    value: Any
    source: str
    confidence: str
    stated_at: datetime
    confirmed_at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonDetail:
    """What we hold to know and reach a person by. `version` changes whenever any of it does."""

    id: int
    reference: str
    kind: str
    name: str
    email: str
    phone: str
    address: str
    uprn: int | None
    prefers: str
    created_at: datetime
    erased_at: datetime | None
    merged_into_id: int | None
    version: str


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """A page of a search: the people, and whether there are more."""

    by: SearchType
    people: tuple[PersonDetail, ...]
    more: bool


@dataclass(frozen=True, kw_only=True)
class Section:
    """One table of what is held about a person, in words: each record is pairs of what and value."""

    name: str
    records: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class PersonErased:
    """Nothing that names them is left: whoever keeps their files lets go of them."""

    kind: ClassVar[str] = "person-erased"
    person_id: int

    @property
    def key(self) -> str:
        """Once a person."""
        return f"person-erased {self.person_id}"


class MandateChannel(StrEnum):
    """How a resident gave a mandate."""

    ONLINE = "online"
    PHONE = "phone"
    PAPER = "paper"
    FACE_TO_FACE = "face_to_face"


class MandateAction(StrEnum):
    """What can be done with a mandate."""

    GRANTED = "granted"
    ACCEPTED = "accepted"
    BEGAN = "began"
    SENT = "sent"
    REVOKED = "revoked"


class MandateStatus(StrEnum):
    """How a mandate stands at a moment."""

    WAITING = "waiting"  # for the helper to accept it
    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, kw_only=True)
class MandateDetail:
    """A mandate as it is shown: whose, to whom, for which services (none: all), and how it stands now."""

    reference: str
    person_id: int
    person_name: str
    helper_id: int | None
    helper_email: str
    services: tuple[str, ...]
    consent: str
    granted_how: str
    granted_at: datetime
    granted_by: str
    accepted_at: datetime | None
    expires_at: datetime
    revoked_at: datetime | None
    revoked_by: str
    status: MandateStatus

    @property
    def can_revoke(self) -> bool:
        """Whether there is anything to take back."""
        return self.status in (MandateStatus.ACTIVE, MandateStatus.WAITING)

    def covers(self, service: str) -> bool:
        """Whether it is for the service."""
        return not self.services or service in self.services


@dataclass(frozen=True, kw_only=True)
class JournalLine:
    """One thing done with a mandate: by whom (resident:7, staff:12), about which service and which reference."""

    what: MandateAction
    service: str
    about: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True)
class MandateGranted:
    """A resident lets somebody use services for them."""

    kind: ClassVar[str] = "mandate-granted"
    mandate: str
    how: str

    @property
    def key(self) -> str:
        """One a mandate."""
        return f"mandate-granted {self.mandate}"


@dataclass(frozen=True)
class MandateRevoked:
    """A mandate was taken back: nothing more may be done with it."""

    kind: ClassVar[str] = "mandate-revoked"
    mandate: str

    @property
    def key(self) -> str:
        """One a mandate."""
        return f"mandate-revoked {self.mandate}"


class DuplicateReason(StrEnum):
    """Why two records may be of one person."""

    EMAIL = "email"
    PHONE = "phone"
    HOME = "home"


DUPLICATE_REASONS = {
    DuplicateReason.EMAIL: "The same email address", DuplicateReason.PHONE: "The same phone number and a similar name",
    DuplicateReason.HOME: "The same name at the same address",
}  # fmt: skip


class Side(StrEnum):
    """Of two records, whose detail stands after they are merged."""

    CANONICAL = "canonical"
    MERGED = "merged"


@dataclass(frozen=True, kw_only=True)
class PossibleDuplicateDetail:
    """Two records to compare: why, and whether each signs in."""

    id: int
    reasons: tuple[str, ...]
    detected_at: datetime
    state: str
    first: PersonDetail
    second: PersonDetail
    first_signs_in: bool
    second_signs_in: bool


@dataclass(frozen=True, kw_only=True)
class MergeSummary:
    """A record that stands under another: since when, by whom, and whether it can be taken apart now."""

    reference: str
    merged: str
    merged_name: str
    merged_at: datetime
    merged_by: str
    may_undo: bool


@dataclass(frozen=True)
class PeopleMerged:
    """Two records were found to be of one person: what was of the one is of the other too."""

    kind: ClassVar[str] = "people-merged"
    merge: str
    canonical_id: int
    merged_id: int

    @property
    def key(self) -> str:
        """One a merging."""
        return f"people-merged {self.merge}"


@dataclass(frozen=True)
class MergeUndone:
    """Two records were taken apart again."""

    kind: ClassVar[str] = "merge-undone"
    merge: str
    canonical_id: int
    merged_id: int

    @property
    def key(self) -> str:
        """One an undoing."""
        return f"merge-undone {self.merge}"


@dataclass(frozen=True, kw_only=True)
class ErasureRequestDetail:
    """A request to be erased: whose (their record's reference), until when it is answered, and what was decided."""

    reference: str
    person: str
    person_id: int
    state: str  # asked, withdrawn, refused, done
    requested_at: datetime
    answer_by: date
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True)
class ErasureRequested:
    """Somebody asked to be erased: staff answer within a month."""

    kind: ClassVar[str] = "erasure-requested"
    request: str
    person_id: int

    @property
    def key(self) -> str:
        """One a request."""
        return f"erasure-requested {self.request}"


@dataclass(frozen=True)
class ErasureDecided:
    """A request to be erased was taken back, refused or done."""

    kind: ClassVar[str] = "erasure-decided"
    request: str
    state: str

    @property
    def key(self) -> str:
        """One a request."""
        return f"erasure-decided {self.request}"
