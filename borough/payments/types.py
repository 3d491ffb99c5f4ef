"""Words of payments. Money is whole pence."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar


class PayStatus(StrEnum):
    """How a payment stands here; how an attempt at it stands at Pay is another matter."""

    REQUESTED = "requested"  # may be paid
    BEGUN = "begun"  # the payer was sent to Pay's card page
    CANCELLING = "cancelling"  # we take it back, but Pay may have the money already
    SETTLED = "settled"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"  # the link ran out before anyone paid


class RefundStatus(StrEnum):
    """How a refund stands."""

    REQUESTED = "requested"
    SUBMITTED = "submitted"  # Pay took it, the card's bank has not answered
    COMPLETED = "completed"
    FAILED = "failed"


class FailureReason(StrEnum):
    """Why an attempt brought no money."""

    DECLINED = "declined"  # P0010
    EXPIRED = "expired"  # P0020
    CANCELLED = "cancelled"  # P0030 by the payer, P0040 by us
    ERROR = "error"  # P0050 and whatever else
    LAPSED = "lapsed"  # nobody paid while the link could be used


@dataclass(frozen=True)
class PaymentRequest:
    """A payment that may be paid: its reference, the secret of its link, how it stands."""

    reference: str
    token: str
    status: PayStatus


@dataclass(frozen=True, kw_only=True)
class PaymentState:
    """How a payment stands. amounts in pence; `refunded` is what Pay has given back, `held` what is on its way too."""

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
        """What may still be given back, in pence."""
        return self.amount - self.refund_reserved if self.status is PayStatus.SETTLED else 0


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the ledger: pence put to an account, less than nought where they are taken from it."""

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
    """One try at paying, as staff see it. status is Pay's own word."""

    number: int
    status: str
    code: str
    begun_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Balances:
    """Every account's pence, and each way in which the ledger and the payments disagree."""

    accounts: dict[str, int]
    faults: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """A renewal that the council's own direct-debit system is to collect. No bank details: that system has them."""

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
        """One a payment."""
        return f"payment-settled {self.reference}"


@dataclass(frozen=True)
class PaymentFailed:
    """An attempt to pay brought no money. It may be tried again unless `why` is cancelled by us or lapsed: `over`."""

    kind: ClassVar[str] = "payment-failed"
    reference: str
    purpose: str
    why: str
    attempt: int = 0
    over: bool = False

    @property
    def key(self) -> str:
        """One an attempt, and one for the end of all attempts."""
        return f"payment-failed {self.reference} {'over' if self.over else self.attempt}"


@dataclass(frozen=True)
class RefundCompleted:
    """Money went back to the payer's card."""

    kind: ClassVar[str] = "refund-completed"
    reference: str
    purpose: str
    amount: int
    refund: int = 0

    @property
    def key(self) -> str:
        """One a refund."""
        return f"refund-completed {self.refund}"


@dataclass(frozen=True)
class PaymentToCheck:
    """Pay told of news of a payment, which are to be fetched."""

    kind: ClassVar[str] = "payment-check-requested"
    reference: str
    message: str

    @property
    def key(self) -> str:
        """One a message of Pay's."""
        return f"payment-check-requested {self.message}"


@dataclass(frozen=True)
class CancellationRequested:
    """A payment that someone may be paying at this moment is to be cancelled at Pay."""

    kind: ClassVar[str] = "payment-cancellation-requested"
    reference: str

    @property
    def key(self) -> str:
        """One a payment."""
        return f"payment-cancellation-requested {self.reference}"


@dataclass(frozen=True)
class RefundRequested:
    """Staff or a service asked for money to go back."""

    kind: ClassVar[str] = "refund-requested"
    refund: int

    @property
    def key(self) -> str:
        """One a refund."""
        return f"refund-requested {self.refund}"
