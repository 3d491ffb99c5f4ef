"""The contacts lent to measures and reports: one row a current contact, and what may be said of one."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from ibis import _

from borough.foundation.files.columnar import Layout, Snapshot, open_snapshot

TEXTS = ("channel", "direction", "who", "nature", "service", "outcome", "avoidable", "barrier", "source", "ward")
"""The text columns; none is ever null, and nothing known is an empty text."""

LAYOUT = Layout(
    name="contacts",
    columns={
        "contact_id": "int64",
        "reference": "string",
        "happened_on": "date",
        **dict.fromkeys(TEXTS, "string"),
        "assisted": "bool",
        "minutes": "int32",  # 0 where not known
        "minutes_known": "bool",
        "audit_position": "int64",
    },
    id="contact_id",
    day="happened_on",
    dimensions=(*TEXTS, "assisted"),
    known={"minutes": "minutes_known"},
)

DERIVED: dict[str, Any] = {
    # Work between teams and news we send are not a customer contacting the council.
    "customer": _.direction == "inbound",
    # Done there and then, or taken on as a case; signposted, referred and abandoned ones are not finished by us.
    "finished": _.outcome.isin(("completed", "case_opened")),
    # GOV.UK service manual, measuring digital take-up: the website, and the apps and systems that write to us.
    "digital": _.channel.isin(("web", "machine", "social", "webchat")),
    # Asking for, reporting or paying something; an enquiry, a chase or a complaint is a contact but no transaction.
    "transaction": _.nature.isin(("transaction", "problem_report", "payment")),
}
"""Columns added to the extract by expressions, so that every engine computes them alike."""

_COLUMNS = {"contact_id": "c.id", "minutes": "coalesce(c.minutes, 0)", "minutes_known": "(c.minutes IS NOT NULL)"}
CURRENT = (
    "SELECT "  # noqa: S608 - of the layout's own names
    + ", ".join(f"{_COLUMNS.get(name, f'c.{name}')} AS {name}" for name in LAYOUT.columns)
    + " FROM contacts_contact c"
    " WHERE NOT EXISTS (SELECT 1 FROM contacts_contact newer WHERE newer.supersedes_id = c.id)"
)
"""The extract as a query over the ledger: contacts no later entry supersedes."""

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
    """Where the extract of this home is kept."""
    return Path(settings.HOME) / "extracts" / LAYOUT.name


def snapshot() -> Snapshot:
    """The extract as it stands now."""
    return open_snapshot(folder())


def newest_entry(cursor: Any) -> tuple[int, str]:
    """The newest entry of the ledger: its audit position, and a mark that no other ledger has at that position."""
    cursor.execute(_NEWEST)
    row = cursor.fetchone()
    return (int(row[0]), f"{row[0]}:{row[1]}:{row[2]}") if row else (0, "")


def is_same_ledger(cursor: Any, mark: str) -> bool:
    """Whether the ledger still has the entry the extract stopped at; a ledger restored from before it has not."""
    if not mark:
        return False
    position, contact_id, reference = mark.split(":", 2)
    cursor.execute(
        "SELECT 1 FROM contacts_contact WHERE id = %s AND audit_position = %s AND reference = %s",
        [int(contact_id), int(position), reference],
    )
    return cursor.fetchone() is not None


def changed_days(cursor: Any, after: int) -> dict[date, int]:
    """The days with entries after the audit position, and of the entries those supersede, with new rows of each."""
    cursor.execute(_CHANGED, {"after": after})
    return {day: int(rows) for day, rows in cursor.fetchall()}


def copy_days(cursor: Any, days: list[date]) -> Iterator[bytes | memoryview]:
    """The current contacts of some days as CSV in the layout's column order."""
    with cursor.copy(f"COPY ({CURRENT} AND c.happened_on = ANY(%s)) TO STDOUT (FORMAT csv)", [days]) as pieces:
        yield from _pieces(pieces)


def _pieces(pieces: Iterable[bytes | memoryview]) -> Iterator[bytes | memoryview]:
    yield from pieces
