"""Days where the council is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def day_of(at: datetime) -> date:
    """The day a moment falls on in London."""
    return at.astimezone(LONDON).date()


def full_months(start: date, end: date) -> int:
    """Whole calendar months from one day up to another; none when it is before."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (end.day < start.day))
