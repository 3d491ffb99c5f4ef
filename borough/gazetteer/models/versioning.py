"""Common to every gazetteer table: the change of a row, earlier versions, and a permanent key.

Versions are recorded by one statement-level trigger that copies rows before an update, so that a supply of a
million changes costs one set-based insert, and unchanged rows cost nothing.
"""

from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, Q

from borough.foundation.privacy import Kind
from borough.gazetteer.rules.records import RECORDS, Day, Integer, Metres, Text


class Versioned(models.Model):
    """A row that is never deleted: it is withdrawn on a day, and can return under the same key."""

    withdrawn_on = models.DateField(null=True)
    change = models.ForeignKey(
        "gazetteer.Change", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    class Meta:
        abstract = True


def versions() -> Any:
    """Return a decorator that records the previous version of every updated row."""
    return pghistory.track(
        pghistory.UpdateEvent("before", row=pghistory.Old, level=pgtrigger.Statement, condition=None),
        context_field=None,  # type: ignore[arg-type]  # the row's own change says who and why
    )


def immutable_triggers(*key: str) -> list[pgtrigger.Trigger]:
    """Return triggers that reject key changes and deletions: a UPRN always means the same property."""
    return [
        pgtrigger.ReadOnly(name="key_stays", fields=list(key)),
        pgtrigger.Protect(name="no_removal", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="no_emptying",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'rows of the gazetteer are withdrawn, never removed';",
        ),
    ]


def field_kinds(name: str, **renamed: str) -> dict[str, Kind]:
    """Return the privacy kind of every field of a record: a property's address is not personal data."""
    facts = [renamed.get(fact, fact) for fact in RECORDS[name].facts]
    return dict.fromkeys([*facts, "withdrawn_on", "change"], Kind.NONE)


def text(name: str, fact: str, **more: Any) -> "models.CharField[str, str]":
    """Return a text field with the fact's maximum length."""
    declared = RECORDS[name].facts[fact]
    assert isinstance(declared, Text)  # noqa: S101 - a slip in the models, seen when they are loaded
    return models.CharField(max_length=declared.longest, blank=True, db_default="", db_collation="C", **more)


def check_constraints(name: str) -> list[BaseConstraint]:
    """Return the constraints of a kind of record: number ranges and valid statuses."""
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
        return Q(**{f"{fact}__range": (0, declared.most)})  # NaN is greater than every number
    return ~Q(**{fact: ""}) if isinstance(declared, Text) and declared.needed else None
