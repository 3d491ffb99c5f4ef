"""The gazetteer's reviews lent to measures and reports: each as it was kept, with every criterion."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings

from borough.places.models import GazetteerReview
from borough.places.rules.grades import NAMES
from borough.places.types import ReviewShown

LEVELS = tuple(NAMES.values())
"""The names of the levels, worst first: their numbers are their places."""


def last_review(start: date, end: date) -> ReviewShown | None:
    """The last review made from the first day up to, and not on, the second, by the council's own clock."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first, after = (datetime.combine(day, time(), zone) for day in (start, end))
    found = GazetteerReview.objects.filter(made_at__gte=first, made_at__lt=after).order_by("made_at", "id").last()
    return found.shown() if found else None
