"""Gazetteer rows for export: all, or the changes since a change."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection

from borough.gazetteer.models import Change
from borough.gazetteer.queries.addresses import CLASSIFICATION, NAMED, ORGANISATION, POST_TOWN, POSTCODE
from borough.gazetteer.queries.row_stream import stream_rows
from borough.gazetteer.rules.records import RECORDS

ALL = "SELECT 'I', {facts} FROM gazetteer_{name} t WHERE t.withdrawn_on IS NULL ORDER BY {key}"
CHANGED = """
SELECT CASE WHEN t.withdrawn_on IS NOT NULL THEN 'D' WHEN b.key_there THEN 'U' ELSE 'I' END, {facts}
FROM gazetteer_{name} t LEFT JOIN LATERAL (
    SELECT e.withdrawn_on IS NULL AS key_there FROM gazetteer_{name}event e
    WHERE e.pgh_obj_id = t.{own} AND e.change_id <= %(since)s ORDER BY e.change_id DESC, e.pgh_id DESC LIMIT 1
) b ON true
WHERE t.change_id > %(since)s AND (t.withdrawn_on IS NULL OR b.key_there) ORDER BY {key}
"""
_AS_RESOLVED = {
    ("address", "postcode"): POSTCODE,
    ("address", "post_town"): POST_TOWN,
    ("property", "organisation"): ORGANISATION,
    ("property", "classification"): CLASSIFICATION,
}
_OWN = {"streetname": "id", "streetlink": "id"}


def rows(name: str, facts: list[str], since: int | None) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a kind of record in key order, each preceded by I, U or D.

    since: only rows that differ from their state after that change; None for all.
    """
    key = ", ".join(f"t.{fact}" for fact in RECORDS[name].key)
    fragments = {"name": name, "facts": ", ".join(f"t.{fact}" for fact in facts), "key": key}
    question = ALL if since is None else CHANGED
    own = _OWN.get(name, RECORDS[name].key[0])
    yield from stream_rows(question.format(**fragments, own=own), {} if since is None else {"since": since})


def count_query(name: str, since: int) -> str:
    """Return the query that counts a supply's rows since a change, by I, U and D."""
    own = _OWN.get(name, RECORDS[name].key[0])
    question = CHANGED if since else ALL
    inner = question.format(name=name, facts="1", own=own, key="1").replace(" ORDER BY 1", "")
    return f"SELECT each.change, count(*) FROM ({inner}) AS each (change) GROUP BY 1"  # noqa: S608 - our names


def list_rows(facts: list[tuple[str, str]]) -> Iterator[tuple[Any, ...]]:
    """Yield every address with its property and street, by (kind of record, fact), in order of UPRN."""
    columns = ", ".join(_AS_RESOLVED.get((name, fact)) or _own(name, fact) for name, fact in facts)
    yield from stream_rows(f"SELECT {columns} {NAMED} ORDER BY a.uprn, a.key", {})


def _own(name: str, fact: str) -> str:
    if name == "streetname":
        return f"coalesce(own.{fact}, eng.{fact})"
    return f"{'p' if name == 'property' and fact != 'uprn' else 'a'}.{fact}"


def change_before(at: datetime) -> int:
    """Return the last change before a time; 0 if there was none."""
    return Change.objects.filter(created_at__lt=at).order_by("-id").values_list("id", flat=True).first() or 0


def last_change() -> int:
    """Return the last change; 0 if there was none. Queried before every search."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM gazetteer_change")
        return int(cursor.fetchone()[0])
