"""Declare wards and parishes, and assign properties to them from a date; boundary reviews change no past date."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from borough.foundation import audit
from borough.gazetteer.actions.changes import begin_change
from borough.gazetteer.models import Area, Property, PropertyArea
from borough.gazetteer.types import AreaKind
from borough.kernel.refusals import Refused

AT_ONCE = 5_000


def declare_area(
    *, by: str, at: datetime, kind: AreaKind, code: str, name: str, since: date, until: date | None = None
) -> int:
    """Declare a ward or parish from a day to another (exclusive); return its ID.

    A repeated code and first day corrects the name or last day. Raises Refused if it would end before it starts,
    or if the code is already in use from another day.
    """
    if until is not None and until <= since:
        raise Refused(f"{name} would end on {until} and begin on {since}. Give an end after its beginning.")
    with transaction.atomic():
        change = begin_change(by=by, at=at, what="gazetteer.declare_area")
        others = Area.objects.filter(kind=kind.value, code=code).exclude(since=since)
        if clash := others.filter(until__isnull=True).first():
            if clash.since >= since:
                raise Refused(f"{code} begins on {clash.since} already. Declare the earlier one with its end.")
            Area.objects.filter(pk=clash.pk).update(until=since, change=change)
        area, _ = Area.objects.update_or_create(
            kind=kind.value, code=code, since=since, defaults={"name": name, "until": until, "change": change}
        )
        detail = {"kind": kind.value, "code": code, "since": since, "until": until}
        audit.record(by=by, at=at, verb="gazetteer.declare_area", subject=f"area:{area.pk}", detail=detail)
    return area.pk


def place_in_areas(*, by: str, at: datetime, kind: AreaKind, since: date, codes: Mapping[int, str]) -> int:
    """Assign properties (by UPRN) to wards or parishes from a day on; return how many were assigned.

    Earlier days are unchanged. Raises Refused naming an unknown UPRN.
    """
    with transaction.atomic():
        change = begin_change(by=by, at=at, what="gazetteer.place_in_areas")
        uprns = sorted(codes)
        for start in range(0, len(uprns), AT_ONCE):
            chunk = uprns[start : start + AT_ONCE]
            known = set(Property.objects.filter(pk__in=chunk).values_list("pk", flat=True))
            if strange := [uprn for uprn in chunk if uprn not in known]:
                raise Refused(f"There is no property with UPRN {strange[0]}. Nothing was changed.")
            rows = [
                PropertyArea(property_id=u, kind=kind.value, code=codes[u], since=since, change=change) for u in chunk
            ]
            PropertyArea.objects.bulk_create(
                rows,
                update_conflicts=True,
                update_fields=["code", "change"],
                unique_fields=["property", "kind", "since"],
            )
        detail = {"kind": kind.value, "since": since, "properties": len(uprns)}
        audit.record(by=by, at=at, verb="gazetteer.place_in_areas", subject=f"change:{change.pk}", detail=detail)
    return len(uprns)
