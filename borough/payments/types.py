"""Types of payments. Money is integer pence."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar


class PayStatus(StrEnum):
    """The local status of a payment; an attempt's status at Pay is separate."""

    REQUESTED = "requested"  # payable
    BEGUN = "begun"  # the payer was redirected to Pay's card page
    CANCELLING = "cancelling"  # cancelled by us, but Pay may have the money already
    SETTLED = "settled"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"  # the link expired unpaid


class RefundStatus(StrEnum):
    """The status of a refund."""

    REQUESTED = "requested"
    SUBMITTED = "submitted"  # Pay took it, the card's bank has not answered
    COMPLETED = "completed"
    FAILED = "failed"


class FailureReason(StrEnum):
    """Why an attempt failed."""

    DECLINED = "declined"  # P0010
    EXPIRED = "expired"  # P0020
    CANCELLED = "cancelled"  # P0030 by the payer, P0040 by us
    ERROR = "error"  # P0050 and anything else
    LAPSED = "lapsed"  # nobody paid while the link was valid


@dataclass(frozen=True)
class PaymentRequest:
    """A payable payment: its reference, link token and status."""

    reference: str
    token: str
    status: PayStatus


@dataclass(frozen=True, kw_only=True)
class PaymentState:
    """The status of a payment. Amounts in pence; `refunded`: completed, `refund_reserved`: including pending."""

    reference: str
    status: PayStatus
    amount: int
    refunded: int
    refund_reserved: int
    purpose: str
    description: str
    return_to: str
    language: str
    why: FailureReason | None
    attempts: int
    moto: bool
    requested_by: str
    requested_at: datetime
    expires_at: datetime
    finished_at: datetime | None

    @property
    def refundable(self) -> int:
        """Return the refundable amount in pence."""
        return self.amount - self.refund_reserved if self.status is PayStatus.SETTLED else 0


@dataclass(frozen=True, kw_only=True)
class Line:
    """A ledger line: pence added to an account, negative if taken from it."""

    entry: str
    account: str
    amount: int
    happened_at: datetime
    reference: str


@dataclass(frozen=True, kw_only=True)
class RefundDetail:
    """A refund as staff see it."""

    id: int
    amount: int
    status: RefundStatus
    reason: str
    why_not: str
    requested_by: str
    requested_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class AttemptDetail:
    """An attempt as staff see it. status is Pay's own."""

    number: int
    status: str
    code: str
    begun_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Balances:
    """Account balances in pence, and inconsistencies between ledger and payments."""

    accounts: dict[str, int]
    faults: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """A renewal for the council's own direct debit system, which has the bank details."""

    reference: str
    name: str
    amount: int
    due_on: date


@dataclass(frozen=True)
class PaymentSettled:
    """Pay took the money."""

    kind: ClassVar[str] = "payment-settled"
    reference: str
    purpose: str
    amount: int

    @property
    def key(self) -> str:
        """Return the unique key: one per payment."""
        return f"payment-settled {self.reference}"


@dataclass(frozen=True)
class PaymentFailed:
    """An attempt failed. It can be retried unless cancelled by us or lapsed (`over`)."""

    kind: ClassVar[str] = "payment-failed"
    reference: str
    purpose: str
    why: str
    attempt: int = 0
    over: bool = False

    @property
    def key(self) -> str:
        """Return the unique key: one per attempt, and one for the end of all attempts."""
        return f"payment-failed {self.reference} {'over' if self.over else self.attempt}"


@dataclass(frozen=True)
class RefundCompleted:
    """Money was refunded to the payer's card."""

    kind: ClassVar[str] = "refund-completed"
    reference: str
    purpose: str
    amount: int
    refund: int = 0

    @property
    def key(self) -> str:
        """Return the unique key: one per refund."""
        return f"refund-completed {self.refund}"


@dataclass(frozen=True)
class PaymentToCheck:
    """Pay sent a message about a payment, whose status must be fetched."""

    kind: ClassVar[str] = "payment-check-requested"
    reference: str
    message: str

    @property
    def key(self) -> str:
        """Return the unique key: one per message from Pay."""
        return f"payment-check-requested {self.message}"


@dataclass(frozen=True)
class CancellationRequested:
    """A payment that may be in progress must be cancelled at Pay."""

    kind: ClassVar[str] = "payment-cancellation-requested"
    reference: str

    @property
    def key(self) -> str:
        """Return the unique key: one per payment."""
        return f"payment-cancellation-requested {self.reference}"


@dataclass(frozen=True)
class RefundRequested:
    """Staff or a service requested a refund."""

    kind: ClassVar[str] = "refund-requested"
    refund: int

    @property
    def key(self) -> str:
        """Return the unique key: one per refund."""
        return f"refund-requested {self.refund}"
