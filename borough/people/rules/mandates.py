"""How long a mandate lasts, who may be given one, and whether it stands."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from borough.kernel.periods import add_months
from borough.kernel.refusals import Refused
from borough.people.types import MandateChannel, MandateStatus
from borough.ui.formats import LONDON

MONTHS = {1: "1 month", 3: "3 months", 6: "6 months", 12: "1 year"}
"""How long a mandate may be given for. A year at most: consent that is not renewed grows stale."""

CONSENT = (
    "I let the person with this email address use these services for me until the day I chose. They will see what"
    " the council holds about me that these services use, and what they send counts as sent for me. I can take"
    " this back at any time."
)
"""What is agreed to. The same words for everyone, kept with each mandate, so that they name nobody."""


def expiry(at: datetime, months: int) -> datetime:
    """The first moment at which a mandate given for some months stands no more. Raises Refused for other lengths."""
    if months not in MONTHS:
        raise Refused("Select how long they may help")
    return datetime.combine(_same_day(at.astimezone(LONDON).date(), months), time(), LONDON)


def _same_day(day: date, months: int) -> date:
    """The same day of a later month, or that month's last where it is shorter."""
    first = add_months(day, months)
    last = add_months(first, 1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


def check_can_grant(*, email: str, own: Collection[str], how: str) -> None:
    """A mandate is for someone else. `own`: the resident's own addresses."""
    if not email or email in {address.strip().lower() for address in own if address}:
        raise Refused("Enter the email address of the person who helps, not of the person who is helped")
    if how not in set(MandateChannel):
        raise Refused("Select how they told us")


def status_of(
    *, granted_at: datetime, accepted: bool, expires_at: datetime, revoked_at: datetime | None, at: datetime
) -> MandateStatus:
    """How a mandate stands at a moment."""
    if revoked_at is not None and revoked_at <= at:
        return MandateStatus.REVOKED
    if at >= expires_at:
        return MandateStatus.EXPIRED
    return MandateStatus.ACTIVE if accepted and granted_at <= at else MandateStatus.WAITING
