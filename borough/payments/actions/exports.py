"""Exports for finance: a day's ledger, and the renewals for the direct debit system."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from borough.foundation import audit
from borough.kernel.references import format_reference
from borough.kernel.text import formula_safe
from borough.payments import queries
from borough.payments.types import Reminder

LEDGER = ("When", "Entry", "Account", "Pounds", "Payment")
REMINDERS = ("Reference", "Name", "Pounds", "Due on")


def _csv(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return CSV that is safe in a spreadsheet; amounts are computed from pence, so may begin with −."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def _text(value: str) -> str:
    return str(formula_safe(value))


def pounds(pence: int) -> str:
    """Return pence as a decimal number of pounds: -12.50."""
    return f"{'-' if pence < 0 else ''}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def day_file(*, by: str, at: datetime, day: date) -> str:
    """Return the ledger of one day as CSV, for reconciliation with Pay's statement. The download is recorded."""
    lines = queries.lines_on(day)
    rows = (
        (
            line.happened_at.astimezone(queries.HERE).isoformat(timespec="seconds"),
            _text(line.entry),
            _text(line.account),
            pounds(line.amount),
            format_reference(line.reference),
        )
        for line in lines
    )
    with transaction.atomic():
        detail = {"day": day.isoformat(), "lines": len(lines)}
        audit.record(by=by, at=at, verb="payments.export_day", subject="payments", detail=detail)
    return _csv(LEDGER, rows)


def direct_debit_file(rows: Iterable[Reminder]) -> str:
    """Return due renewals as CSV, for the system that has the bank details; we store none. Amounts are pence."""
    return _csv(
        REMINDERS,
        (
            (_text(reminder.reference), _text(reminder.name), pounds(reminder.amount), reminder.due_on.isoformat())
            for reminder in rows
        ),
    )
