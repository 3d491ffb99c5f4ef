"""What every table of the gazetteer has: the change that made a row, versions before it, and a key that stays.

Versions are kept by one trigger a statement, which copies the rows as they were before an update, so that a supply of
a million changes costs one set-based insert, and rows that were never changed cost nothing.
"""

from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, Q

from borough.foundation.privacy import Kind
from borough.gazetteer.rules.records import RECORDS, Day, Integer, Metres, Text


class Versioned(models.Model):
    """A row that is never removed: what goes is withdrawn on a day, and can come back under the same key."""

    withdrawn_on = models.DateField(null=True)
    change = models.ForeignKey(
        "gazetteer.Change", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        abstract = True


def versions() -> Any:
    """Have the versions before the current one kept, as they were, whenever rows are updated."""
    return pghistory.track(
        pghistory.UpdateEvent("before", row=pghistory.Old, level=pgtrigger.Statement, condition=None),
        context_field=None,  # type: ignore[arg-type]  # the row's own change says who and why
    )


def immutable_triggers(*key: str) -> list[pgtrigger.Trigger]:
    """Refuse a change of the key and any removal: a UPRN, once given, means that property for ever."""
    return [
        pgtrigger.ReadOnly(name="key_stays", fields=list(key)),
        pgtrigger.Protect(name="no_removal", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="no_emptying", level=pgtrigger.Statement, when=pgtrigger.Before, operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'rows of the gazetteer are withdrawn, never removed';",
        ),
    ]  # fmt: skip


def field_kinds(name: str, **renamed: str) -> dict[str, Kind]:
    """Every field of a kind of record: the address of a property says where it is, not who lives there."""
    facts = [renamed.get(fact, fact) for fact in RECORDS[name].facts]
    return dict.fromkeys([*facts, "withdrawn_on", "change"], Kind.NONE)


def text(name: str, fact: str, **more: Any) -> "models.CharField[str, str]":
    """A text field as long as the record's fact may be."""
    declared = RECORDS[name].facts[fact]
    assert isinstance(declared, Text)  # noqa: S101 - a slip in the models, seen when they are loaded
    return models.CharField(max_length=declared.longest, blank=True, db_default="", db_collation="C", **more)


def check_constraints(name: str) -> list[BaseConstraint]:
    """The constraints of a kind of record: numbers within their bounds, and statuses that exist."""
    constraints: list[BaseConstraint] = []
    for fact, declared in RECORDS[name].facts.items():
        condition = _condition(fact, declared)
        if condition is not None and fact not in RECORDS[name].references:
            either = condition if declared.needed else condition | Q(**{f"{fact}__isnull": True})
            constraints.append(CheckConstraint(condition=either, name=f"{name}_{fact}_sound"))
    return constraints


def _condition(fact: str, declared: Text | Integer | Day | Metres) -> Q | None:
    if isinstance(declared, Integer):
        if declared.among:
            return Q(**{f"{fact}__in": sorted(int(code) for code in declared.among)})
        return Q(**{f"{fact}__range": (declared.least, declared.most)})
    if isinstance(declared, Metres):
        return Q(**{f"{fact}__range": (0, declared.most)})  # not a number is greater than every number
    return ~Q(**{fact: ""}) if isinstance(declared, Text) and declared.needed else None
