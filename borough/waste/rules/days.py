"""Days in council time."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def day_of(at: datetime) -> date:
    """Return the date of a time in London."""
    return at.astimezone(LONDON).date()


def full_months(start: date, end: date) -> int:
    """Return whole calendar months between two days; 0 if the second is earlier."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return max(0, months - (end.day < start.day))
