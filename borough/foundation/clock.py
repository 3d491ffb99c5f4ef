"""The time, asked for at the entrances and passed in from there."""

from datetime import UTC, date, datetime, time

from django.utils import timezone


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day where the council is."""
    return timezone.localdate(now())


def day_starts(day: date) -> datetime:
    """The first moment of a day where the council is."""
    return timezone.make_aware(datetime.combine(day, time()))
