"""Values of the improvement schedule's criteria, and the records that fail them."""

from datetime import date
from decimal import Decimal

from django.db import connection

from borough.gazetteer.models import Change, GazetteerReview, GazetteerSchedule
from borough.gazetteer.types import ReviewDetail, ScheduleSummary

HOMES = "p.status = 1 AND p.withdrawn_on IS NULL AND starts_with(p.classification, 'R')"
PREMISES = "p.status = 1 AND p.withdrawn_on IS NULL AND starts_with(p.classification, 'C')"
PLACES = "p.status = 1 AND p.withdrawn_on IS NULL AND p.classification <> 'PS'"
LINKED = (
    "EXISTS (SELECT FROM gazetteer_crossreference x WHERE x.uprn = p.uprn AND x.withdrawn_on IS NULL"
    " AND x.end_on IS NULL AND x.reference <> '' AND x.source = '{}')"
)
LETTERS = (
    "p.status = 1 AND p.withdrawn_on IS NULL AND EXISTS (SELECT FROM gazetteer_address a WHERE a.uprn = p.uprn"
    " AND a.withdrawn_on IS NULL AND a.status = 1 AND a.postal IN ('Y', 'A', 'L', 'P'))"
)
SHARES: dict[str, tuple[str, str]] = {
    "council-tax": (HOMES, LINKED.format("7666VC")),
    "business-rates": (PREMISES, LINKED.format("7666VN")),
    "point-code": (PLACES, "p.rpc IN (1, 2)"),
    "classified": (PLACES, "p.classification <> '' AND NOT starts_with(p.classification, 'U')"),
    "streets": (
        PLACES,
        "NOT EXISTS (SELECT FROM gazetteer_address a LEFT JOIN gazetteer_streetname s ON s.usrn = a.usrn"
        " AND s.withdrawn_on IS NULL WHERE a.uprn = p.uprn AND a.withdrawn_on IS NULL AND a.status = 1"
        " AND s.usrn IS NULL)",
    ),
    "delivery-points": (
        LETTERS,
        "EXISTS (SELECT FROM gazetteer_deliverypoint d WHERE d.uprn = p.uprn AND d.withdrawn_on IS NULL)",
    ),
}
"""For each share criterion: the properties in scope, and those that meet it."""


def value(key: str, *, today: date, records: int, faults: int) -> Decimal | None:
    """Return a criterion's value; None if it has no basis, or the criterion is unknown.

    records, faults: of the accompanying examination.
    """
    if key == "health-errors":
        return (Decimal(1000 * faults) / records).quantize(Decimal("0.01")) if records else None
    if key == "days-since-change":
        last = Change.objects.order_by("-id").values_list("created_at", flat=True).first()
        return Decimal(max(0, (today - last.date()).days)) if last else None
    return _share(key) if key in SHARES else None


def _share(key: str) -> Decimal | None:
    of, good = SHARES[key]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), count(*) FILTER (WHERE {good}) FROM gazetteer_property p WHERE {of}")  # noqa: S608 - our own words
        total, part = cursor.fetchone()
    return (Decimal(100 * part) / total).quantize(Decimal("0.01")) if total else None


def failing_uprns(key: str, after: int, limit: int) -> list[int]:
    """Return the UPRNs after a UPRN that fail a share criterion, in order."""
    if key not in SHARES:
        return []
    of, good = SHARES[key]
    query = (
        f"SELECT p.uprn FROM gazetteer_property p WHERE {of} AND NOT ({good}) AND p.uprn > %s ORDER BY p.uprn LIMIT %s"  # noqa: S608 - our own words
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [after, limit])
        return [int(uprn) for (uprn,) in cursor.fetchall()]


def reviews(limit: int = 20) -> list[ReviewDetail]:
    """Return the latest reviews, latest first."""
    return [row.to_detail() for row in GazetteerReview.objects.order_by("-id")[:limit]]


def criterion_names() -> dict[str, str]:
    """Return the criterion names of the last review."""
    last = reviews(1)
    return {criterion.key: criterion.name for criterion in last[0].criteria} if last else {}


def schedules() -> list[ScheduleSummary]:
    """Return the schedules, latest first."""
    facts = ("version", "title", "since", "until", "example", "created_at", "created_by")
    return [ScheduleSummary(*row) for row in GazetteerSchedule.objects.order_by("-id").values_list(*facts)]
