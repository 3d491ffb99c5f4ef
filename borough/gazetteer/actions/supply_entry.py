"""Apply staged supply records to the gazetteer: set-based, in one transaction, so nobody sees a partial state.

Changes to the same record are applied in turns, in the order of the supply.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from borough.gazetteer.layouts import Layout
from borough.gazetteer.rules.records import RECORDS, Record, dependents_of
from borough.gazetteer.rules.supplies import FULL
from borough.gazetteer.types import AreaKind

TURNS = """
UPDATE gazetteer_staged_{name} s SET turn = n.turn FROM (
    SELECT line, row_number() OVER (PARTITION BY {key} ORDER BY line) AS turn FROM gazetteer_staged_{name}
    WHERE ({key}) IN (SELECT {key} FROM gazetteer_staged_{name} GROUP BY {key} HAVING count(*) > 1)
) n WHERE s.line = n.line AND n.turn > 1
"""
REJECT = """
INSERT INTO gazetteer_staged_wrong SELECT s.line, s.line >> 40, s.line & ((1::bigint << 40) - 1), %(title)s, %(column)s,
    concat_ws(', ', {value}), %(reason)s FROM gazetteer_staged_{name} s {joined}
WHERE {when} ON CONFLICT (line) DO NOTHING
"""
JOIN_CURRENT = "LEFT JOIN gazetteer_{name} t ON {same}"
NOT_REJECTED = "NOT EXISTS (SELECT FROM gazetteer_staged_wrong w WHERE w.line = s.line)"
UPDATE = """
UPDATE gazetteer_{name} t SET {sets}, change_id = %(change)s, withdrawn_on = NULL FROM gazetteer_staged_{name} s
WHERE {same} AND s.turn = %(turn)s AND {which} AND ({differs}) AND {right}
"""
INSERT = """
INSERT INTO gazetteer_{name} ({facts}, change_id) SELECT {staged}, %(change)s FROM gazetteer_staged_{name} s
WHERE s.turn = %(turn)s AND s.change = 'I' AND {right}
    AND NOT EXISTS (SELECT FROM gazetteer_{name} t WHERE {same})
"""
INSERT_FIRST = """
INSERT INTO gazetteer_{name} ({facts}, change_id) SELECT DISTINCT ON ({key}) {staged}, %(change)s
    FROM gazetteer_staged_{name} s WHERE s.change <> 'D' AND {right} ORDER BY {key}, s.line
ON CONFLICT ({key}) DO NOTHING
"""
MARK_CHANGED = """
INSERT INTO gazetteer_staged_touched SELECT s.line FROM gazetteer_staged_{name} s LEFT JOIN gazetteer_{name} t ON {same}
WHERE CASE WHEN s.change = 'D' THEN t.change_id IS NOT NULL AND t.withdrawn_on IS NULL ELSE {differs} END
ON CONFLICT DO NOTHING
"""
WITHDRAW = """
UPDATE gazetteer_{name} t SET withdrawn_on = %(day)s, change_id = %(change)s FROM gazetteer_staged_{name} s
WHERE {same} AND s.turn = %(turn)s AND s.change = 'D' AND t.withdrawn_on IS NULL AND {right}
"""
WITHDRAW_DEPENDENTS = """
UPDATE gazetteer_{name} t SET withdrawn_on = %(day)s, change_id = %(change)s FROM gazetteer_{parent} p
WHERE t.{fact} = p.{fact} AND t.withdrawn_on IS NULL AND p.withdrawn_on = %(day)s AND p.change_id = %(change)s
"""
WITHDRAW_MISSING = """
UPDATE gazetteer_{name} t SET withdrawn_on = %(day)s, change_id = %(change)s
WHERE t.withdrawn_on IS NULL AND NOT EXISTS (SELECT FROM gazetteer_staged_{name} s WHERE {same})
"""
AREAS = """
INSERT INTO gazetteer_propertyarea (uprn, kind, code, since, change_id)
SELECT told.uprn, %(kind)s, told.code, CASE WHEN now_in.since IS NULL THEN coalesce(told.began, %(day)s)
    ELSE greatest(coalesce(a.since, %(day)s), now_in.since) END, %(change)s
FROM ({told}) told
LEFT JOIN LATERAL (SELECT code, since FROM gazetteer_propertyarea i WHERE i.uprn = told.uprn AND i.kind = %(kind)s
    ORDER BY since DESC LIMIT 1) now_in ON true
LEFT JOIN LATERAL (SELECT since FROM gazetteer_area WHERE kind = %(kind)s AND code = told.code AND since <= %(day)s
    AND withdrawn_on IS NULL ORDER BY since DESC LIMIT 1) a ON true
WHERE told.code <> '' AND told.code IS DISTINCT FROM now_in.code
ON CONFLICT (uprn, kind, since) DO UPDATE SET code = excluded.code, change_id = excluded.change_id
"""
AREAS_BY_PROPERTY = """
SELECT p.uprn, p.{kind} AS code, p.start_on AS began FROM gazetteer_staged_property s
JOIN gazetteer_property p ON p.uprn = s.uprn WHERE s.turn = 1 AND p.change_id = %(change)s
"""
AREAS_BY_REFERENCE = """
SELECT DISTINCT ON (x.uprn) x.uprn, left(x.reference, 10) AS code, coalesce(p.start_on, x.start_on) AS began
FROM gazetteer_staged_crossreference s JOIN gazetteer_crossreference x ON x.key = s.key
JOIN gazetteer_property p ON p.uprn = x.uprn
WHERE x.source = %(source)s AND x.change_id = %(change)s AND x.withdrawn_on IS NULL
ORDER BY x.uprn, x.start_on DESC NULLS LAST, x.key
"""
SOURCES = {AreaKind.WARD: "7666OW", AreaKind.PARISH: "7666OP"}
"""Cross reference sources by which AddressBase names ward and parish: inferred from test records."""
MANY = 1_000  # new rows after which statistics are updated


@dataclass(frozen=True)
class SupplyEntry:
    """A supply to apply: its layout, completeness, and the change and day of its rows."""

    layout: Layout
    kind: str
    change: int
    day: date
    complete: bool = False  # withdraw whatever the supply lacks


def enter(cursor: Any, entry: SupplyEntry) -> int:
    """Apply all staged records; return how many changed something. Call in a transaction."""
    return _Entry(cursor, entry).run()


class _Entry:
    """Applies a supply turn by turn: withdrawals first, then inserts and updates, parents first."""

    def __init__(self, cursor: Any, entry: SupplyEntry) -> None:
        self.cursor, self.entry, self.layout, self.full = cursor, entry, entry.layout, entry.kind == FULL
        self.kinds = [RECORDS[name] for name in entry.layout.kinds()]
        self.alone = {part.record for part in entry.layout.parts if part.first_alone}
        self.columns = {record.name: dict(_names(self.layout, record.name)) for record in self.kinds}
        self.changed = 0

    def run(self) -> int:
        # check foreign keys after each set: deferred checks use memory for every row
        self.cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL work_mem = '64MB'")
        for record in self.kinds:
            self.execute(f"ANALYZE gazetteer_staged_{record.name}", record)
        turns = max([1, *(self.number_turns(record) for record in self.kinds if record.name not in self.alone)])
        for turn in range(1, turns + 1):
            self.run_turn(turn)
        if self.entry.complete and self.full:
            self.withdraw_missing()
        for kind in AreaKind:
            self.record_areas(kind)
        if self.layout.is_plain:
            self.cursor.execute(
                "SELECT count(*) FROM gazetteer_staged_touched s WHERE NOT EXISTS"
                " (SELECT FROM gazetteer_staged_wrong w WHERE w.line = s.line)"
            )
            return int(self.cursor.fetchone()[0])
        return self.changed

    def record_areas(self, kind: AreaKind) -> None:
        """Record changed wards or parishes of properties, from the day they started."""
        if kind.value in self.layout.facts_of("property"):
            areas_sql = AREAS_BY_PROPERTY.format(kind=kind.value)
            self.execute(AREAS, RECORDS["property"], kind=kind.value, told=areas_sql)
        if RECORDS["crossreference"] in self.kinds:
            areas_sql, source = AREAS_BY_REFERENCE, SOURCES[kind]
            self.execute(AREAS, RECORDS["crossreference"], kind=kind.value, told=areas_sql, source=source)

    def execute(self, template: str, record: Record, **more: Any) -> int:
        """Run a query template for a kind of record; return the number of changed rows."""
        facts = self.layout.facts_of(record.name)
        rest = [fact for fact in facts if fact not in record.key] or facts
        fragments = {
            "name": record.name,
            "key": ", ".join(record.key),
            "facts": ", ".join(facts),
            "right": NOT_REJECTED,
            "staged": ", ".join(f"s.{fact}" for fact in facts),
            "sets": ", ".join(f"{fact} = s.{fact}" for fact in rest),
            "same": " AND ".join(f"t.{fact} = s.{fact}" for fact in record.key),
            "differs": "t.change_id IS NULL OR t.withdrawn_on IS NOT NULL OR "
            + f"({', '.join(f't.{fact}' for fact in rest)}) IS DISTINCT FROM ({', '.join(f's.{f}' for f in rest)})",
            "which": "true"
            if self.full
            else "CASE WHEN t.withdrawn_on IS NULL THEN s.change = 'U' ELSE s.change = 'I' END",
        } | {name: value for name, value in more.items() if isinstance(value, str)}
        self.cursor.execute(template.format(**fragments), {"day": self.entry.day, "change": self.entry.change, **more})
        return max(int(self.cursor.rowcount), 0)

    def number_turns(self, record: Record) -> int:
        """Number the changes of the same record; return the highest turn."""
        if not self.execute(TURNS, record):
            return 1
        self.cursor.execute(f"SELECT max(turn) FROM gazetteer_staged_{record.name}")  # noqa: S608 - our own names
        last = int(self.cursor.fetchone()[0])
        if self.full:
            self.reject(record, "s.turn > 1", "It is in the supply more than once, and the first is kept")
            return 1
        return last

    def reject(self, record: Record, when: str, reason: str, fact: str = "", joined: str = "", turn: int = 0) -> None:
        """Reject staged records that meet a condition."""
        value = f"s.{fact}" if fact else ", ".join(f"s.{key_fact}" for key_fact in record.key)
        column = ", ".join(
            self.columns[record.name].get(key_fact, key_fact) for key_fact in ([fact] if fact else record.key)
        )
        self.execute(
            REJECT,
            record,
            when=when,
            value=value,
            joined=joined.format(**_same(record)),
            reason=reason,
            turn=turn,
            title=record.title,
            column=column,
        )

    def run_turn(self, turn: int) -> None:
        """Run one turn for every kind of record."""
        for record in self.kinds:
            if self.layout.is_plain and record.name not in self.alone:
                self.execute(MARK_CHANGED, record)
        for record in reversed(self.kinds):
            if not self.full:
                self.withdraw(record, turn)
        for record in self.kinds:
            self.changed += self.add(record, turn)

    def add(self, record: Record, turn: int) -> int:
        """Insert and update records of a kind; return the number of rows."""
        if record.name in self.alone:
            return self.execute(INSERT_FIRST, record)
        self.reject_invalid(record, turn)
        changed = self.execute(UPDATE, record, turn=turn)
        inserted = self.execute(INSERT, record, turn=turn)
        if inserted > MANY:
            self.execute("ANALYZE gazetteer_{name}", record)
        return changed + inserted

    def reject_invalid(self, record: Record, turn: int) -> None:
        """Reject impossible changes: to missing records, over existing ones, or with missing parents."""
        this = "s.turn = %(turn)s AND s.change"
        if not self.full:
            self.reject(
                record,
                f"{this} = 'I' AND t.change_id IS NOT NULL AND t.withdrawn_on IS NULL AND {_differs(self, record)}",
                f"There is such a {record.title} already, and it is not the same: an insert (I) never overwrites",
                joined=JOIN_CURRENT,
                turn=turn,
            )
            self.reject(
                record,
                f"{this} = 'U' AND (t.change_id IS NULL OR t.withdrawn_on IS NOT NULL)",
                f"There is no such {record.title} to change",
                joined=JOIN_CURRENT,
                turn=turn,
            )
        for fact, to in record.references.items():
            self.reject(
                record,
                f"{this} <> 'D' AND NOT EXISTS (SELECT FROM gazetteer_{to} p WHERE p.{fact} = s.{fact}"
                " AND p.withdrawn_on IS NULL)",
                f"There is no {RECORDS[to].title} of that number: neither in the supply nor here before",
                fact=fact,
                turn=turn,
            )

    def withdraw(self, record: Record, turn: int) -> None:
        """Withdraw deleted records (D), and the dependants of a property."""
        this = "s.turn = %(turn)s AND s.change = 'D'"
        self.reject(
            record,
            f"{this} AND t.change_id IS NULL",
            f"There is no such {record.title} to delete",
            joined=JOIN_CURRENT,
            turn=turn,
        )
        if record.name == "street":
            self.reject(
                record,
                f"{this} AND EXISTS (SELECT FROM gazetteer_address a WHERE a.usrn = s.usrn AND a.withdrawn_on IS NULL)",
                "Addresses stand on the street: delete or move them first",
                turn=turn,
            )
        withdrawn = self.execute(WITHDRAW, record, turn=turn)
        self.changed += withdrawn
        if withdrawn:
            self.withdraw_dependents(record)

    def withdraw_dependents(self, record: Record) -> None:
        for below, fact in dependents_of(record.name):
            if record.name != "street" or below.name != "address":
                self.execute(WITHDRAW_DEPENDENTS, below, parent=record.name, fact=fact)

    def withdraw_missing(self) -> None:
        """Withdraw records missing from a complete full supply, dependants first."""
        for record in reversed(self.kinds):
            if self.execute(WITHDRAW_MISSING, record):
                self.withdraw_dependents(record)


def _same(record: Record) -> dict[str, str]:
    return {"name": record.name, "same": " AND ".join(f"t.{fact} = s.{fact}" for fact in record.key)}


def _differs(entry: _Entry, record: Record) -> str:
    rest = [fact for fact in entry.layout.facts_of(record.name) if fact not in record.key]
    return f"({', '.join(f't.{fact}' for fact in rest)}) IS DISTINCT FROM ({', '.join(f's.{fact}' for fact in rest)})"


def _names(layout: Layout, record: str) -> Iterable[tuple[str, str]]:
    """Yield our facts of a kind of record with the layout's column names."""
    for columns in layout.records.values():
        if columns.record == record:
            yield from ((fact, name) for fact, name in zip(columns.facts, columns.names, strict=True) if fact)
    for part in layout.parts:
        if part.record == record:
            yield from ((fact, source.column or fact) for fact, source in part.sources.items())
