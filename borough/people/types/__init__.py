"""People types: details for staff, and search types."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

KINDS = {"resident": "Resident", "business": "Business", "visitor": "Visitor"}
PREFERS = {"": "No preference", "email": "Email", "phone": "Phone", "text": "Text message", "post": "Post"}


class SearchType(StrEnum):
    """The type of a search query."""

    REFERENCE = "reference"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


class Confidence(StrEnum):
    """The confidence of a fact."""

    STATED = "stated"  # by the person themselves, signed in
    REPORTED = "reported"  # told to staff, or by somebody not signed in
    SEEN = "seen"  # evidence was seen
    PASSED_ON = "passed_on"  # from another system or by a representative


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A stored fact: JSON value, source, time stated, and time last confirmed."""

    key: str
    value: Any
    source: str
    confidence: str
    stated_at: datetime
    confirmed_at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonDetail:
    """A person's identifying and contact details. `version` changes whenever any of them does."""

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
    """A page of search results: the people, and whether there are more."""

    by: SearchType
    people: tuple[PersonDetail, ...]
    more: bool


@dataclass(frozen=True, kw_only=True)
class Section:
    """A table of a person's data as text: each record is pairs of label and value."""

    name: str
    records: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class PersonErased:
    """A person was erased: apps that store their files must delete them."""

    kind: ClassVar[str] = "person-erased"
    person_id: int

    @property
    def key(self) -> str:
        """Return the unique key: one per person."""
        return f"person-erased {self.person_id}"


class MandateChannel(StrEnum):
    """How a resident granted a mandate."""

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
    """The status of a mandate at a time."""

    WAITING = "waiting"  # for the helper's acceptance
    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, kw_only=True)
class MandateDetail:
    """A mandate for display: from, to, services (empty: all), and current status."""

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
        """Return whether it can be revoked."""
        return self.status in (MandateStatus.ACTIVE, MandateStatus.WAITING)

    def covers(self, service: str) -> bool:
        """Return whether it covers the service."""
        return not self.services or service in self.services


@dataclass(frozen=True, kw_only=True)
class JournalLine:
    """A log entry of a mandate: by whom (resident:7, staff:12), for which service and reference."""

    what: MandateAction
    service: str
    about: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True)
class MandateGranted:
    """A resident granted somebody use of services for them."""

    kind: ClassVar[str] = "mandate-granted"
    mandate: str
    how: str

    @property
    def key(self) -> str:
        """Return the unique key: one per mandate."""
        return f"mandate-granted {self.mandate}"


@dataclass(frozen=True)
class MandateRevoked:
    """A mandate was revoked: it must not be used any more."""

    kind: ClassVar[str] = "mandate-revoked"
    mandate: str

    @property
    def key(self) -> str:
        """Return the unique key: one per mandate."""
        return f"mandate-revoked {self.mandate}"


class DuplicateReason(StrEnum):
    """Why two records may be the same person."""

    EMAIL = "email"
    PHONE = "phone"
    HOME = "home"


DUPLICATE_REASONS = {
    DuplicateReason.EMAIL: "The same email address",
    DuplicateReason.PHONE: "The same phone number and a similar name",
    DuplicateReason.HOME: "The same name at the same address",
}


class Side(StrEnum):
    """Which of two records a detail comes from after merging."""

    CANONICAL = "canonical"
    MERGED = "merged"


@dataclass(frozen=True, kw_only=True)
class PossibleDuplicateDetail:
    """Two records to compare: reasons, and whether each signs in."""

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
    """A merged record: when, by whom, and whether the merge can be undone now."""

    reference: str
    merged: str
    merged_name: str
    merged_at: datetime
    merged_by: str
    may_undo: bool


@dataclass(frozen=True)
class PeopleMerged:
    """Two records were merged: data of either belongs to both."""

    kind: ClassVar[str] = "people-merged"
    merge: str
    canonical_id: int
    merged_id: int

    @property
    def key(self) -> str:
        """Return the unique key: one per merge."""
        return f"people-merged {self.merge}"


@dataclass(frozen=True)
class MergeUndone:
    """A merge was undone."""

    kind: ClassVar[str] = "merge-undone"
    merge: str
    canonical_id: int
    merged_id: int

    @property
    def key(self) -> str:
        """Return the unique key: one per undo."""
        return f"merge-undone {self.merge}"


@dataclass(frozen=True, kw_only=True)
class ErasureRequestDetail:
    """An erasure request: the record's reference, deadline and decision."""

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
    """Somebody requested erasure: staff must answer within a month."""

    kind: ClassVar[str] = "erasure-requested"
    request: str
    person_id: int

    @property
    def key(self) -> str:
        """Return the unique key: one per request."""
        return f"erasure-requested {self.request}"


@dataclass(frozen=True)
class ErasureDecided:
    """An erasure request was withdrawn, refused or completed."""

    kind: ClassVar[str] = "erasure-decided"
    request: str
    state: str

    @property
    def key(self) -> str:
        """Return the unique key: one per request."""
        return f"erasure-decided {self.request}"
