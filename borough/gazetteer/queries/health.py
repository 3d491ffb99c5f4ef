"""Health checks of the gazetteer: every record in turn, and the cross-record queries."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Count

from borough.gazetteer.models import Address, Area, Gazetteer, HealthFault, HealthRun, Property, Street
from borough.gazetteer.queries.row_stream import stream_rows
from borough.gazetteer.rules.health import CHECKS, CHECKS_BY_RECORD, CheckContext, cross_record, failing
from borough.gazetteer.rules.records import RECORDS
from borough.gazetteer.types import AreaKind, HealthFaultDetail, HealthSummary

FRAGMENTS = {
    "@live": "p.withdrawn_on IS NULL AND p.status IN (1, 6)",
    "@used": "a.withdrawn_on IS NULL AND a.status = 1",
    "@both": "gazetteer_address a JOIN gazetteer_property p ON p.uprn = a.uprn",
    "@written": "a.usrn, a.sao_start, a.sao_start_suffix, a.sao_text, a.pao_start, a.pao_start_suffix, a.pao_text,"
    " a.postcode",
}
"""Shared SQL of the queries. p is a property, o another, a an address."""
QUESTIONS: dict[int, str] = {
    cross_record.NO_APPROVED.number: """
        SELECT p.uprn FROM gazetteer_property p WHERE p.withdrawn_on IS NULL AND p.status = 1
        AND NOT EXISTS (SELECT FROM gazetteer_address a WHERE a.uprn = p.uprn AND @used)""",
    cross_record.TWO_APPROVED.number: """
        SELECT a.uprn FROM gazetteer_address a WHERE @used GROUP BY a.uprn, a.language HAVING count(*) > 1""",
    cross_record.NO_PARENT.number: """
        SELECT p.uprn FROM gazetteer_property p WHERE @live AND p.parent_uprn IS NOT NULL
        AND NOT EXISTS (SELECT FROM gazetteer_property o WHERE o.uprn = p.parent_uprn)""",
    cross_record.DEAD_PARENT.number: """
        SELECT p.uprn FROM gazetteer_property p JOIN gazetteer_property o ON o.uprn = p.parent_uprn
        WHERE @live AND (o.status NOT IN (1, 6) OR o.withdrawn_on IS NOT NULL)""",
    cross_record.OWN_PARENT.number: """
        SELECT p.uprn FROM gazetteer_property p JOIN gazetteer_property o ON o.uprn = p.parent_uprn
        WHERE p.withdrawn_on IS NULL AND (o.uprn = p.uprn OR o.parent_uprn = p.uprn)""",
    cross_record.SAME_ADDRESS.number: """
        SELECT uprn FROM (SELECT a.uprn, count(*) OVER (PARTITION BY @written) AS same FROM @both WHERE @used AND @live)
        AS each WHERE same > 1""",
    cross_record.LONE_FLAT.number: """
        SELECT p.uprn FROM gazetteer_property p
        WHERE @live AND p.parent_uprn IS NULL AND starts_with(p.classification, 'RD06')""",
    cross_record.TWO_PLACES.number: """
        SELECT a.uprn FROM gazetteer_address a JOIN (
            SELECT postcode, mode() WITHIN GROUP (ORDER BY post_town) AS usual FROM gazetteer_address
            WHERE withdrawn_on IS NULL AND status = 1 AND postcode <> '' AND post_town <> ''
            GROUP BY postcode HAVING count(DISTINCT post_town) > 1
        ) t ON t.postcode = a.postcode WHERE @used AND a.post_town <> t.usual""",
    cross_record.FAR_AWAY.number: """
        SELECT p.uprn FROM @both JOIN (
            SELECT a.postcode, percentile_cont(0.5) WITHIN GROUP (ORDER BY p.easting::float8) AS x,
                percentile_cont(0.5) WITHIN GROUP (ORDER BY p.northing::float8) AS y
            FROM @both WHERE @used AND a.postcode <> '' AND p.easting IS NOT NULL GROUP BY a.postcode
        ) t ON t.postcode = a.postcode
        WHERE @used AND @live AND (p.easting::float8 - t.x) ^ 2 + (p.northing::float8 - t.y) ^ 2 > 25e6""",
    cross_record.NO_STREET_NAME.number: """
        SELECT a.uprn FROM gazetteer_address a WHERE @used AND NOT EXISTS (
            SELECT FROM gazetteer_streetname s
            WHERE s.usrn = a.usrn AND s.language = a.language AND s.withdrawn_on IS NULL)""",
}
SENTENCES = {number: check.sentence for number, check in CHECKS.items()} | dict(cross_record.EVERY)


class ExaminedRecord(NamedTuple):
    """An examined record, and the checks it fails."""

    record: str
    key: str
    uprn: int | None
    usrn: int | None
    failed: list[int]


def check_context(today: date) -> CheckContext:
    """Return the context of checks today."""
    wards = Area.objects.filter(kind=AreaKind.WARD.value).values_list("code", flat=True)
    parishes = Area.objects.filter(kind=AreaKind.PARISH.value).values_list("code", flat=True)
    closed = Street.objects.filter(state=4).values_list("usrn", flat=True)
    records = Address.objects.filter(pao_text="STREET RECORD").values_list("property_id", flat=True)
    own = Gazetteer.objects.exclude(custodian_code="").order_by("change_id").last()
    return CheckContext(
        today,
        int(own.custodian_code) if own and own.custodian_code.isdecimal() else 0,
        wards=frozenset(wards),
        parishes=frozenset(parishes),
        closed_streets=frozenset(closed),
        statuses=dict(Property.objects.values_list("uprn", "status")),
        street_records=frozenset(records),
    )


def examine(today: date) -> Iterator[ExaminedRecord]:
    """Yield every record that is not withdrawn, with its failed single-record checks."""
    context = check_context(today)
    for name, checks in CHECKS_BY_RECORD.items():
        facts = list(RECORDS[name].facts)
        columns = ", ".join(facts)
        for row in stream_rows(f"SELECT {columns} FROM gazetteer_{name} WHERE withdrawn_on IS NULL", {}):  # noqa: S608 - ours
            record = dict(zip(facts, row, strict=True))
            key = str(record[RECORDS[name].key[0]])
            yield ExaminedRecord(name, key, record.get("uprn"), record.get("usrn"), failing(checks, record, context))


def examine_across() -> Iterator[ExaminedRecord]:
    """Yield the properties that fail cross-record checks."""
    for number, question in QUESTIONS.items():
        for (uprn,) in stream_rows(_expand(question), None):
            yield ExaminedRecord("property", str(uprn), uprn, None, [number])


def _expand(question: str) -> str:
    for word, meaning in FRAGMENTS.items():
        question = question.replace(word, meaning)
    return question


def latest() -> HealthSummary | None:
    """Return the last run, with failure counts by check, highest first; None before the first."""
    run = HealthRun.objects.order_by("-id").first()
    if run is None:
        return None
    counted = HealthFault.objects.filter(run=run).values_list("check_number").annotate(n=Count("id")).order_by("-n")
    checks = tuple((number, SENTENCES[number], n) for number, n in counted)
    return HealthSummary(run.pk, run.created_at, run.created_by, run.records, run.faults, checks)


def faults(run: int, check: int, after: int, limit: int) -> list[HealthFaultDetail]:
    """Return records that failed a check in a run, after an ID."""
    rows = HealthFault.objects.filter(run_id=run, check_number=check, id__gt=after).order_by("id")[:limit]
    return [HealthFaultDetail(row.pk, check, SENTENCES[check], row.record, row.key, row.uprn, row.usrn) for row in rows]
