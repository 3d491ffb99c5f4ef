"""Duration, recipients and status of mandates."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from borough.kernel.periods import add_months
from borough.kernel.refusals import Refused
from borough.people.types import MandateChannel, MandateStatus
from borough.ui.formats import LONDON

MONTHS = {1: "1 month", 3: "3 months", 6: "6 months", 12: "1 year"}
"""Allowed durations of a mandate in months. A year at most: consent must be renewed."""

CONSENT = (
    "I let the person with this email address use these services for me until the day I chose. They will see what"
    " the council holds about me that these services use, and what they send counts as sent for me. I can take"
    " this back at any time."
)
"""The consent text. The same for everyone and stored with each mandate, so that it names nobody."""


def expiry(at: datetime, months: int) -> datetime:
    """Return the first moment a mandate granted for some months is no longer active. Raises Refused."""
    if months not in MONTHS:
        raise Refused("Select how long they may help")
    return datetime.combine(_same_day(at.astimezone(LONDON).date(), months), time(), LONDON)


def _same_day(day: date, months: int) -> date:
    """Return the same day in a later month, or that month's last day if it is shorter."""
    first = add_months(day, months)
    last = add_months(first, 1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)


def check_can_grant(*, email: str, own: Collection[str], how: str) -> None:
    """Raise Refused for a mandate to oneself. `own`: the resident's own addresses."""
    if not email or email in {address.strip().lower() for address in own if address}:
        raise Refused("Enter the email address of the person who helps, not of the person who is helped")
    if how not in set(MandateChannel):
        raise Refused("Select how they told us")


def status_of(
    *, granted_at: datetime, accepted: bool, expires_at: datetime, revoked_at: datetime | None, at: datetime
) -> MandateStatus:
    """Return the status of a mandate at a time."""
    if revoked_at is not None and revoked_at <= at:
        return MandateStatus.REVOKED
    if at >= expires_at:
        return MandateStatus.EXPIRED
    return MandateStatus.ACTIVE if accepted and granted_at <= at else MandateStatus.WAITING
