"""Wards and parishes by name, as they were on a day."""

from datetime import date

from django.db.models import Q

from borough.places.models import Area
from borough.places.types import AreaKind


def area_name(kind: AreaKind, code: str, on: date) -> str:
    """What the ward or parish was called on the day; empty when it is not known."""
    rows = Area.objects.filter(Q(until__isnull=True) | Q(until__gt=on), kind=kind.value, code=code, since__lte=on)
    return rows.order_by("-since").values_list("name", flat=True).first() or ""
