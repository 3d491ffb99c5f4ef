"""The gazetteer's reviews lent to measures and reports: each as it was kept, with every criterion."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from borough.gazetteer.models import GazetteerReview
from borough.gazetteer.rules.grades import NAMES
from borough.gazetteer.types import ReviewDetail

LEVELS = tuple(NAMES.values())
"""The names of the levels, worst first: their numbers are their places."""


def last_review(start: date, end: date) -> ReviewDetail | None:
    """The last review made from the first day up to, and not on, the second, by the council's own clock."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first, after = (datetime.combine(day, time(), zone) for day in (start, end))
    row = GazetteerReview.objects.filter(created_at__gte=first, created_at__lt=after).order_by("created_at", "id").last()
    return row.to_detail() if row else None
