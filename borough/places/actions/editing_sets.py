"""Split a property into several, and merge several into one: all of it in one change, successors told."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from borough.kernel.refusals import Refused
from borough.places.actions.editing import Plan, Saving, Work, looked_at, read, save
from borough.places.actions.editing_properties import add_new, retired
from borough.places.actions.numbers import Numbers
from borough.places.queries import editing as now_held
from borough.places.rules.editing import SHELL, Described, Row, dated, empty_facts
from borough.places.types.numbers import NumberKind

MOST_PARTS = 100


def look_at_split(
    uprn: int, parts: Sequence[Described], *, version: int, keep: bool, today: date
) -> Plan:  # fmt: skip
    """What splitting the property would write, with the checks it fails. Raises Refused or Stale."""
    return looked_at(_splitting(uprn, parts, version, keep, today), today)


def split_property(
    *, saving: Saving, uprn: int, version: int, parts: Sequence[Described], keep: bool
) -> Plan:  # fmt: skip
    """Split a property into two or more.

    keep: it stays as the building its parts are in, a shell; else it ends today and they come after it.
    Raises Refused, Stale or Faulty.
    """
    return save(_splitting(uprn, parts, version, keep, saving.today), what="places.split_property", saving=saving)


def _splitting(uprn: int, parts: Sequence[Described], version: int, keep: bool, today: date) -> Work:
    def work(numbers: Numbers) -> Plan:
        _check_count(len(parts), "parts")
        plan = Plan(uprn=uprn)
        if keep:
            before, _ = read(uprn, version)
            kind = SHELL if before["classification"].startswith("R") else before["classification"]
            plan.rows.append(Row("property", dated(before | {"classification": kind}, before, today), before))
        else:
            plan.rows += retired(uprn, version, today, today, parts=now_held.parts_in_use(uprn))
        for part in parts:
            new = numbers.next(NumberKind.UPRN)
            add_new(plan, replace(part, parent=uprn if keep else part.parent), new, numbers, today)
            if not keep:
                plan.rows.append(_after(uprn, new, numbers, today))
        return plan

    return work


def look_at_merge(versions: Mapping[int, int], of: Described, *, today: date) -> Plan:
    """What merging the properties would write, with the checks it fails. Raises Refused or Stale."""
    return looked_at(_merging(versions, of, today), today)


def merge_properties(*, saving: Saving, versions: Mapping[int, int], of: Described) -> Plan:
    """Merge properties, each by its UPRN with the version that was read, into a new one that comes after them all.

    Raises Refused, Stale or Faulty.
    """
    return save(_merging(versions, of, saving.today), what="places.merge_properties", saving=saving)


def _merging(versions: Mapping[int, int], of: Described, today: date) -> Work:
    def work(numbers: Numbers) -> Plan:
        _check_count(len(versions), "properties")
        plan = Plan(uprn=numbers.next(NumberKind.UPRN))
        if of.parent in versions:
            raise Refused("The parent is one of those that are merged. Leave it out, or choose another")
        for uprn, version in sorted(versions.items()):
            plan.rows += retired(uprn, version, today, today, parts=now_held.parts_in_use(uprn))
            plan.rows.append(_after(uprn, plan.uprn, numbers, today))
        add_new(plan, of, plan.uprn, numbers, today)
        return plan

    return work


def _check_count(count: int, things: str) -> None:
    if not 2 <= count <= MOST_PARTS:
        raise Refused(f"Enter from two to {MOST_PARTS} {things}")


def _after(uprn: int, successor: int, numbers: Numbers, today: date) -> Row:
    return Row("successor", empty_facts("successor") | {
        "key": numbers.next_key("S"), "uprn": uprn, "successor": successor, "start_on": today, "entered_on": today,
        "updated_on": today,
    })  # fmt: skip
