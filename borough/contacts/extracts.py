"""The contacts extract for measures and reports: one row for each current contact, and its columns."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from ibis import _

from borough.foundation.files.columnar import Layout, Snapshot, open_snapshot

TEXTS = ("channel", "direction", "who", "nature", "service", "outcome", "avoidable", "barrier", "source", "ward")
"""Text columns; never null, empty if unknown."""

LAYOUT = Layout(
    name="contacts",
    columns={
        "contact_id": "int64",
        "reference": "string",
        "happened_on": "date",
        **dict.fromkeys(TEXTS, "string"),
        "assisted": "bool",
        "minutes": "int32",  # 0 if unknown
        "minutes_known": "bool",
        "audit_position": "int64",
    },
    id="contact_id",
    day="happened_on",
    dimensions=(*TEXTS, "assisted"),
    known={"minutes": "minutes_known"},
)

DERIVED: dict[str, Any] = {
    # Internal work and news mailings are not customers contacting the council.
    "customer": _.direction == "inbound",
    # Done at once, or taken on as a case; signposted, referred and abandoned ones were not finished by us.
    "finished": _.outcome.isin(("completed", "case_opened")),
    # GOV.UK service manual, measuring digital take-up: the website, and apps and systems that write to us.
    "digital": _.channel.isin(("web", "machine", "social", "webchat")),
    # Requesting, reporting or paying; an enquiry, a chase or a complaint is a contact but no transaction.
    "transaction": _.nature.isin(("transaction", "problem_report", "payment")),
}
"""Computed columns, as expressions, so that every engine computes them alike."""

_COLUMNS = {"contact_id": "c.id", "minutes": "coalesce(c.minutes, 0)", "minutes_known": "(c.minutes IS NOT NULL)"}
CURRENT = (
    "SELECT "  # noqa: S608 - of the layout's own names
    + ", ".join(f"{_COLUMNS.get(name, f'c.{name}')} AS {name}" for name in LAYOUT.columns)
    + " FROM contacts_contact c"
    " WHERE NOT EXISTS (SELECT 1 FROM contacts_contact newer WHERE newer.supersedes_id = c.id)"
)
"""The extract as a query on the ledger: contacts not superseded by a later entry."""

_CHANGED = """
SELECT day, sum(rows)::int FROM (
    SELECT happened_on AS day, count(*) AS rows FROM contacts_contact WHERE audit_position > %(after)s GROUP BY 1
    UNION ALL
    SELECT older.happened_on, 0 FROM contacts_contact newer JOIN contacts_contact older
    ON older.id = newer.supersedes_id WHERE newer.audit_position > %(after)s GROUP BY 1
) AS touched GROUP BY day
"""
_NEWEST = "SELECT audit_position, id, reference FROM contacts_contact ORDER BY audit_position DESC, id DESC LIMIT 1"


def folder() -> Path:
    """Return the folder of this instance's extract."""
    return Path(settings.HOME) / "extracts" / LAYOUT.name


def snapshot() -> Snapshot:
    """Return the extract's current snapshot."""
    return open_snapshot(folder())


def newest_entry(cursor: Any) -> tuple[int, str]:
    """Return the ledger's newest entry: its audit position, and a mark unique to this ledger at that position."""
    cursor.execute(_NEWEST)
    row = cursor.fetchone()
    return (int(row[0]), f"{row[0]}:{row[1]}:{row[2]}") if row else (0, "")


def is_same_ledger(cursor: Any, mark: str) -> bool:
    """Return whether the ledger still has the extract's last entry; False after restoring an older backup."""
    if not mark:
        return False
    position, contact_id, reference = mark.split(":", 2)
    cursor.execute(
        "SELECT 1 FROM contacts_contact WHERE id = %s AND audit_position = %s AND reference = %s",
        [int(contact_id), int(position), reference],
    )
    return cursor.fetchone() is not None


def changed_days(cursor: Any, after: int) -> dict[date, int]:
    """Return days with entries after the position, or entries superseded by those, with new row counts."""
    cursor.execute(_CHANGED, {"after": after})
    return {day: int(rows) for day, rows in cursor.fetchall()}


def copy_days(cursor: Any, days: list[date]) -> Iterator[bytes | memoryview]:
    """Yield the current contacts of some days as CSV in the layout's column order."""
    with cursor.copy(f"COPY ({CURRENT} AND c.happened_on = ANY(%s)) TO STDOUT (FORMAT csv)", [days]) as pieces:
        yield from _pieces(pieces)


def _pieces(pieces: Iterable[bytes | memoryview]) -> Iterator[bytes | memoryview]:
    yield from pieces
