"""Words of post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

TemplateValues = Mapping[str, str | Sequence[str]]
"""What stands for a template's placeholders: text, or a list of texts."""


class Channel(StrEnum):
    """How a message travels."""

    EMAIL = "email"
    TEXT = "text"
    LETTER = "letter"


class MessageState(StrEnum):
    """What became of a message. The failures are called as GOV.UK Notify calls them."""

    CREATED = "created"
    SENDING = "sending"  # handed over, or being handed over: whether it was is looked up before it is done again
    TO_PRINT = "to-print"  # in the print tray
    SENT = "sent"  # taken by the mail server, by Notify, or posted
    DELIVERED = "delivered"
    PERMANENT = "permanent-failure"  # the address is wrong
    TEMPORARY = "temporary-failure"  # a full inbox, a phone switched off: it may be sent again
    RETURNED = "returned"  # a letter that came back


class BatchState(StrEnum):
    """How a batch from a file stands."""

    CHECKED = "checked"  # nothing is sent before someone confirms
    SENDING = "sending"
    STOPPED = "stopped"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True)
class Template:
    """What is said, in GOV.UK Notify's syntax. A channel whose words are empty is not offered.

    key: like garden-waste-joined. subject: of email and letter. letter: empty to use none; `=email` uses email's words.
    sample: words for a preview. service: whose it is.
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
        """The template's own words for a channel."""
        body = {Channel.EMAIL: self.email, Channel.TEXT: self.text, Channel.LETTER: self.letter}[channel]
        return self.email if body == "=email" else body

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The channels it is offered on."""
        return tuple(channel for channel in Channel if self.body_for(channel))


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Whom it is for. What is left empty is taken from what we hold of the person."""

    person_id: int | None = None
    name: str = ""
    email: str = ""
    phone: str = ""
    address_lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sent:
    """A message on its way: its reference, how it travels, how it stands."""

    reference: str
    channel: Channel
    state: MessageState


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A message as its reader sees it. source: what it is made of; fragments: of a text message, as it is charged."""

    subject: str
    source: str
    text: str
    html: str
    fragments: int = 0


@dataclass(frozen=True, kw_only=True)
class MessageDetail:
    """A message as staff and its reader see it."""

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
    """What is wrong with one row of a file; the first row of people is row 2, as a spreadsheet counts."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class MessageCreated:
    """A message is to be handed over."""

    kind: ClassVar[str] = "message-created"
    reference: str
    turn: int = 1

    @property
    def key(self) -> str:
        """One each time it is to be sent."""
        return f"message-created {self.reference} {self.turn}"


@dataclass(frozen=True)
class MessageSent:
    """A mail server, Notify or the post took a message."""

    kind: ClassVar[str] = "message-sent"
    reference: str
    template: str
    channel: str
    case: str
    turn: int = 1

    @property
    def key(self) -> str:
        """One each time it was sent."""
        return f"message-sent {self.reference} {self.turn}"


@dataclass(frozen=True)
class MessageDelivered:
    """A message reached its reader's inbox or phone."""

    kind: ClassVar[str] = "message-delivered"
    reference: str
    case: str

    @property
    def key(self) -> str:
        """One a message."""
        return f"message-delivered {self.reference}"


@dataclass(frozen=True)
class MessageFailed:
    """A message did not reach its reader. why: permanent-failure, temporary-failure or returned."""

    kind: ClassVar[str] = "message-failed"
    reference: str
    case: str
    why: str
    turn: int = 1

    @property
    def key(self) -> str:
        """One each time it was sent."""
        return f"message-failed {self.reference} {self.turn}"


@dataclass(frozen=True)
class BatchToSend:
    """The next rows of a batch are to be sent."""

    kind: ClassVar[str] = "bulk-message-queued"
    reference: str
    version: int

    @property
    def key(self) -> str:
        """One a step of a batch."""
        return f"bulk-message-queued {self.reference} {self.version}"
