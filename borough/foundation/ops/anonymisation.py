"""Anonymise a copy of a live database: replace every personal field by a fake value of the same shape.

Personal fields are those that models declare (see privacy). Equal values are replaced by equal fake values
everywhere, using a key that is discarded at the end, so that related rows stay related.
"""

import hashlib
import hmac
import json
import random
import secrets
import string
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pgtrigger
from django.apps import apps
from django.db import connection, models, transaction

from borough.foundation.privacy import Kind, field_kinds

MARK = "copy-of-live"
PERSONAL = (Kind.IDENTITY, Kind.CONTACT, Kind.ADDRESS, Kind.FREE_TEXT)
UNSCRUBBED = ("files", "imports", "outbox", "reports", "uploads")  # folders of an instance whose files may name people
BATCH = 500
PROGRESS_TABLE = "foundation_anonymising"  # the progress; exists only while anonymisation is unfinished
RESERVED_UPRN = 990_000_000_000
ReportProgress = Callable[[str, int], None]


class ScrubRefused(RuntimeError):
    """The instance must not be anonymised; the message says why and what to do."""


@dataclass(frozen=True)
class Plan:
    """A table and its treatment: fields to replace, or all rows dropped."""

    model: type[models.Model]
    replaced: dict[str, Kind]

    @property
    def dropped(self) -> bool:
        """Return whether all rows are dropped, because they are credentials without names."""
        return not self.replaced


def check_is_copy(home: Path) -> None:
    """Raise ScrubRefused unless the operator has marked the instance as a copy and its database is otherwise unused."""
    if not (home / MARK).is_file():
        raise ScrubRefused(
            f"This home is not marked as a copy. If it is one, and its database is not the live one, make the file"
            f" {home / MARK} by hand, then try again."
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        if others := cursor.fetchone()[0]:
            raise ScrubRefused(f"Something else uses this database ({others} connections). Stop it, then try again.")


def plans() -> list[Plan]:
    """Return the treatment of each table. A table with secrets but no names holds credentials: all rows go."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    tables = []
    for model in apps.get_models(include_auto_created=True):
        kinds = field_kinds(model)
        naming = {name: kind for name, kind in kinds.items() if kind in PERSONAL}
        secret = {name: kind for name, kind in kinds.items() if kind is Kind.SECRET}
        if model._meta.db_table in there and not model._meta.proxy and (naming or secret):
            tables.append(Plan(model, naming | secret if naming else {}))
    return tables


def anonymise(progress: ReportProgress, batch: int = BATCH) -> dict[str, int]:
    """Scrub every table, resuming an interrupted run; return the rows done in this run by table."""
    inventor, done = _begin()
    counts: dict[str, int] = {}
    for plan in plans():
        label = plan.model._meta.label
        for rows in _drop(plan, done) if plan.dropped else _replace(plan, done, inventor, batch):
            counts[label] = counts.get(label, 0) + rows
            progress(label, counts[label])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM foundation_cache")
        cursor.execute(f"DROP TABLE {PROGRESS_TABLE}")
    return counts


def vacuum_tables() -> None:
    """Rewrite the tables (VACUUM FULL), so that replaced values do not remain in their files."""
    with connection.cursor() as cursor:
        for plan in plans():
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(plan.model._meta.db_table)}")


def _begin() -> tuple["Inventor", dict[str, Any]]:
    """Return the inventor and the progress by table, from an unfinished run if there is one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {PROGRESS_TABLE} (key bytea NOT NULL, done text NOT NULL)")
        cursor.execute(f"SELECT key, done FROM {PROGRESS_TABLE}")  # noqa: S608 - our own table
        if row := cursor.fetchone():
            return Inventor(bytes(row[0])), json.loads(row[1])
        key = secrets.token_bytes(32)
        cursor.execute(f"INSERT INTO {PROGRESS_TABLE} VALUES (%s, '{{}}')", [key])  # noqa: S608 - our own table
        return Inventor(key), {}


def _save_progress(done: dict[str, Any]) -> None:
    """Save the progress in the batch's transaction, so that no row is done twice or skipped."""
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {PROGRESS_TABLE} SET done = %s", [json.dumps(done)])  # noqa: S608 - our own table


def _drop(plan: Plan, done: dict[str, Any]) -> Iterator[int]:
    with transaction.atomic():
        deleted = plan.model._base_manager.all()._raw_delete(using="default")
        _save_progress(done)
    yield int(deleted)


def _replace(plan: Plan, done: dict[str, Any], inventor: "Inventor", batch: int) -> Iterator[int]:
    model, label = plan.model, plan.model._meta.label
    fields = {name: model._meta.get_field(name) for name in plan.replaced}
    while True:
        with transaction.atomic(), _without_triggers(model):
            rows = model._base_manager.order_by("pk")
            chunk = list((rows.filter(pk__gt=done[label]) if label in done else rows)[:batch])
            if not chunk:
                return
            for row in chunk:
                for name, field in fields.items():
                    value = inventor.invent(getattr(row, name), plan.replaced[name], field)
                    setattr(row, name, value)
            model._base_manager.bulk_update(chunk, list(fields))
            done[label] = chunk[-1].pk
            _save_progress(done)
        yield len(chunk)


def _without_triggers(model: type[models.Model]) -> Any:
    """Disable the table's own triggers, so that no history of the replacements is recorded."""
    names = [f"{model._meta.label}:{trigger.name}" for trigger in getattr(model._meta, "triggers", [])]
    return pgtrigger.ignore(*names) if names else nullcontext()


class Inventor:
    """Generates fake values: of the same shape as the original, and equal for equal originals."""

    def __init__(self, key: bytes) -> None:
        self.key = key

    def invent(self, value: Any, kind: Kind, field: Any) -> Any:
        """Return a fake value for the original; empty values stay empty."""
        if value in (None, "", b"", [], {}):
            return value
        if kind is Kind.SECRET:
            return {} if isinstance(field, models.JSONField) else ("!" + secrets.token_hex(20))[: field.max_length]
        dice = random.Random(hmac.digest(self.key, str(value).lower().encode(), hashlib.sha256))  # noqa: S311 - keyed
        if isinstance(value, str):
            return _text(value, kind, dice, unique=field.unique)[: field.max_length]
        return _fake_value(value, dice)


def _text(value: str, kind: Kind, dice: random.Random, *, unique: bool = False) -> str:
    if "@" in value and " " not in value.strip():
        return f"{_shape(value.partition('@')[0][:40].lower(), dice)}.{dice.randrange(10**9):09}@anonymised.example"
    if kind is Kind.CONTACT and not unique:  # numbers reserved by Ofcom for drama, so that no test calls a real one
        mobile = value.replace(" ", "").startswith(("07", "+447", "447"))
        return f"{'07700 900' if mobile else '01632 960'}{dice.randrange(1000):03}"
    return _shape(value, dice)


def _shape(value: str, dice: random.Random) -> str:
    """Replace each letter by another letter and each digit by another digit; keep spaces and punctuation."""
    return "".join(_other(sign, dice) for sign in value)


def _other(sign: str, dice: random.Random) -> str:
    if sign.isdigit():
        choice = string.digits
    elif sign.isalpha():
        choice = string.ascii_uppercase if sign.isupper() else string.ascii_lowercase
    else:
        return sign
    return dice.choice(choice.replace(sign, ""))


def _fake_value(value: Any, dice: random.Random) -> Any:
    """Return a fake number, date or structure."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return RESERVED_UPRN + dice.randrange(10**9) if value > 10**9 else dice.randrange(10 ** len(str(abs(value))))
    if isinstance(value, datetime | date):
        return value + timedelta(days=dice.randrange(-3650, 3650))
    if isinstance(value, dict):
        return {_shape(str(key), dice): _inner(item, dice) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_inner(item, dice) for item in value]
    return type(value)()


def _inner(value: Any, dice: random.Random) -> Any:
    return (
        _text(value, Kind.IDENTITY, dice)
        if isinstance(value, str)
        else None
        if value is None
        else _fake_value(value, dice)
    )
