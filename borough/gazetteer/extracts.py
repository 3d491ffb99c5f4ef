"""Gazetteer reviews for measures and reports: as stored, with every criterion."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from borough.gazetteer.models import GazetteerReview
from borough.gazetteer.rules.grades import NAMES
from borough.gazetteer.types import ReviewDetail

LEVELS = tuple(NAMES.values())
"""Level names, worst first: the number of a level is its index."""


def last_review(start: date, end: date) -> ReviewDetail | None:
    """Return the last review from the first day to the second (exclusive), by the council's clock."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first, after = (datetime.combine(day, time(), zone) for day in (start, end))
    row = (
        GazetteerReview.objects.filter(created_at__gte=first, created_at__lt=after).order_by("created_at", "id").last()
    )
    return row.to_detail() if row else None
