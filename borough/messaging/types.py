"""Types of messaging."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

TemplateValues = Mapping[str, str | Sequence[str]]
"""Placeholder values: text, or a list of texts."""


class Channel(StrEnum):
    """The channel of a message."""

    EMAIL = "email"
    TEXT = "text"
    LETTER = "letter"


class MessageState(StrEnum):
    """The state of a message. Failures are named as in GOV.UK Notify."""

    CREATED = "created"
    SENDING = "sending"  # sent or being sent: a retry checks which first
    TO_PRINT = "to-print"  # letter to be printed
    SENT = "sent"  # accepted by the mail server or Notify, or posted
    DELIVERED = "delivered"
    PERMANENT = "permanent-failure"  # the address is invalid
    TEMPORARY = "temporary-failure"  # a full inbox, a phone switched off: can be retried
    RETURNED = "returned"  # a letter that was returned


class BatchState(StrEnum):
    """The state of a batch."""

    CHECKED = "checked"  # nothing is sent before confirmation
    SENDING = "sending"
    STOPPED = "stopped"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True)
class Template:
    """A template in GOV.UK Notify syntax. A channel with an empty body is not offered.

    key: like garden-waste-joined. subject: of email and letter. letter: empty for none; `=email` uses the email
    body.
    sample: values for a preview. service: the service it belongs to.
    """

    key: str
    name: str
    subject: str = ""
    email: str = ""
    text: str = ""
    letter: str = ""
    service: str = ""
    sample: tuple[tuple[str, str | tuple[str, ...]], ...] = ()

    def body_for(self, channel: Channel) -> str:
        """Return the template's body for a channel."""
        body = {Channel.EMAIL: self.email, Channel.TEXT: self.text, Channel.LETTER: self.letter}[channel]
        return self.email if body == "=email" else body

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Return the channels it is offered on."""
        return tuple(channel for channel in Channel if self.body_for(channel))


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """The recipient. Empty fields are completed from the person's record."""

    person_id: int | None = None
    name: str = ""
    email: str = ""
    phone: str = ""
    address_lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sent:
    """A queued message: its reference, channel and state."""

    reference: str
    channel: Channel
    state: MessageState


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A rendered message. source: its Markdown; fragments: of a text message, as charged."""

    subject: str
    source: str
    text: str
    html: str
    fragments: int = 0


@dataclass(frozen=True, kw_only=True)
class MessageDetail:
    """A message as staff and its recipient see it."""

    id: int
    reference: str
    template: str
    channel: Channel
    state: MessageState
    person_id: int | None
    name: str
    to: str
    subject: str
    source: str
    fragments: int
    case: str
    why_not: str
    created_by: str
    created_at: datetime
    sent_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class BatchDetail:
    """A batch as staff see it."""

    id: int
    reference: str
    template: str
    channel: Channel
    state: BatchState
    file_name: str
    rows: int
    done: int
    refused: int
    created_by: str
    created_at: datetime


@dataclass(frozen=True)
class RowFault:
    """A fault in one row of a file; the first data row is row 2, as in a spreadsheet."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class MessageCreated:
    """A message is ready for delivery."""

    kind: ClassVar[str] = "message-created"
    reference: str
    turn: int = 1

    @property
    def key(self) -> str:
        """Return the unique key: one per turn."""
        return f"message-created {self.reference} {self.turn}"


@dataclass(frozen=True)
class MessageSent:
    """A mail server, Notify or the post accepted a message."""

    kind: ClassVar[str] = "message-sent"
    reference: str
    template: str
    channel: str
    case: str
    turn: int = 1

    @property
    def key(self) -> str:
        """Return the unique key: one per turn."""
        return f"message-sent {self.reference} {self.turn}"


@dataclass(frozen=True)
class MessageDelivered:
    """A message reached the recipient's inbox or phone."""

    kind: ClassVar[str] = "message-delivered"
    reference: str
    case: str

    @property
    def key(self) -> str:
        """Return the unique key: one per message."""
        return f"message-delivered {self.reference}"


@dataclass(frozen=True)
class MessageFailed:
    """A message did not reach its recipient. why: permanent-failure, temporary-failure or returned."""

    kind: ClassVar[str] = "message-failed"
    reference: str
    case: str
    why: str
    turn: int = 1

    @property
    def key(self) -> str:
        """Return the unique key: one per turn."""
        return f"message-failed {self.reference} {self.turn}"


@dataclass(frozen=True)
class BatchToSend:
    """The next rows of a batch are ready to be sent."""

    kind: ClassVar[str] = "bulk-message-queued"
    reference: str
    version: int

    @property
    def key(self) -> str:
        """Return the unique key: one per step of a batch."""
        return f"bulk-message-queued {self.reference} {self.version}"
