"""Wards and parishes by name on a date."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q

from borough.gazetteer.models import Area, PropertyArea
from borough.gazetteer.types import AreaKind


def area_name(kind: AreaKind, code: str, on: date) -> str:
    """Return the name of the ward or parish on the day; empty if unknown."""
    rows = Area.objects.filter(Q(until__isnull=True) | Q(until__gt=on), kind=kind.value, code=code, since__lte=on)
    return rows.order_by("-since").values_list("name", flat=True).first() or ""


def wards_on(pairs: Collection[tuple[int, date]]) -> dict[tuple[int, date], tuple[str, str]]:
    """Return each property's ward on its own date, as code and name; two queries in total.

    The name is the code if the ward has none. Unknown ones are left out.
    """
    rows = PropertyArea.objects.filter(property_id__in={uprn for uprn, _ in pairs}, kind=AreaKind.WARD.value)
    lay: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for uprn, since, code in rows.order_by("since").values_list("property_id", "since", "code"):
        lay[uprn].append((since, code))
    ward_codes = {}
    for uprn, on in pairs:
        if codes := [code for since, code in lay[uprn] if since <= on]:
            ward_codes[uprn, on] = codes[-1]
    named = Area.objects.filter(kind=AreaKind.WARD.value, code__in=set(ward_codes.values())).order_by("since")
    names = list(named.values_list("code", "since", "until", "name"))
    return {key: (code, _name(names, code, key[1]) or code) for key, code in ward_codes.items()}


def _name(names: list[tuple[str, date, date | None, str]], code: str, on: date) -> str:
    valid = [name for of, since, until, name in names if of == code and since <= on and (until is None or on < until)]
    return valid[-1] if valid else ""
