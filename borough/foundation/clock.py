"""The clock, read at entry points and passed down as an argument."""

from datetime import UTC, date, datetime, time

from django.utils import timezone


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the current date in the council's time zone."""
    return timezone.localdate(now())


def day_starts(day: date) -> datetime:
    """Return the start of a day in the council's time zone."""
    return timezone.make_aware(datetime.combine(day, time()))
