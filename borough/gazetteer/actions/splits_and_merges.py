"""Split a property into several, and merge several into one: one change each, with successors recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from borough.gazetteer.actions.edit_plan import EditContext, EditPlan, PlanBuilder, preview, read_for_edit, save
from borough.gazetteer.actions.number_ranges import NumberAllocator
from borough.gazetteer.actions.property_edits import add_property, retirement_rows
from borough.gazetteer.queries import edit_context as current
from borough.gazetteer.rules.edits import SHELL, PropertyDescription, Row, empty_facts, with_update_day
from borough.gazetteer.types.numbers import NumberKind
from borough.kernel.refusals import Refused

MOST_PARTS = 100


def preview_split(
    uprn: int, parts: Sequence[PropertyDescription], *, version: int, keep: bool, today: date
) -> EditPlan:
    """Return the plan of splitting the property, with failed checks. Raises Refused or Stale."""
    return preview(_split_plan(uprn, parts, version, keep, today), today)


def split_property(
    *, saving: EditContext, uprn: int, version: int, parts: Sequence[PropertyDescription], keep: bool
) -> EditPlan:
    """Split a property into two or more.

    keep: it stays as the parent shell of its parts; otherwise it ends today and they are its successors.
    Raises Refused, Stale or ChecksFailed.
    """
    return save(_split_plan(uprn, parts, version, keep, saving.today), what="gazetteer.split_property", saving=saving)


def _split_plan(uprn: int, parts: Sequence[PropertyDescription], version: int, keep: bool, today: date) -> PlanBuilder:
    def work(numbers: NumberAllocator) -> EditPlan:
        _check_count(len(parts), "parts")
        plan = EditPlan(uprn=uprn)
        if keep:
            before, _ = read_for_edit(uprn, version)
            kind = SHELL if before["classification"].startswith("R") else before["classification"]
            plan.rows.append(Row("property", with_update_day(before | {"classification": kind}, before, today), before))
        else:
            plan.rows += retirement_rows(uprn, version, today, today, parts=current.count_parts(uprn))
        for part in parts:
            new = numbers.next(NumberKind.UPRN)
            add_property(plan, replace(part, parent=uprn if keep else part.parent), new, numbers, today)
            if not keep:
                plan.rows.append(_successor_row(uprn, new, numbers, today))
        return plan

    return work


def preview_merge(versions: Mapping[int, int], of: PropertyDescription, *, today: date) -> EditPlan:
    """Return the plan of merging the properties, with failed checks. Raises Refused or Stale."""
    return preview(_merge_plan(versions, of, today), today)


def merge_properties(*, saving: EditContext, versions: Mapping[int, int], of: PropertyDescription) -> EditPlan:
    """Merge properties, given by UPRN and version read, into a new one that succeeds them all.

    Raises Refused, Stale or ChecksFailed.
    """
    return save(_merge_plan(versions, of, saving.today), what="gazetteer.merge_properties", saving=saving)


def _merge_plan(versions: Mapping[int, int], of: PropertyDescription, today: date) -> PlanBuilder:
    def work(numbers: NumberAllocator) -> EditPlan:
        _check_count(len(versions), "properties")
        plan = EditPlan(uprn=numbers.next(NumberKind.UPRN))
        if of.parent in versions:
            raise Refused("The parent is one of those that are merged. Leave it out, or choose another")
        for uprn, version in sorted(versions.items()):
            plan.rows += retirement_rows(uprn, version, today, today, parts=current.count_parts(uprn))
            plan.rows.append(_successor_row(uprn, plan.uprn, numbers, today))
        add_property(plan, of, plan.uprn, numbers, today)
        return plan

    return work


def _check_count(count: int, noun: str) -> None:
    if not 2 <= count <= MOST_PARTS:
        raise Refused(f"Enter from two to {MOST_PARTS} {noun}")


def _successor_row(uprn: int, successor: int, numbers: NumberAllocator, today: date) -> Row:
    return Row(
        "successor",
        empty_facts("successor")
        | {
            "key": numbers.next_key("S"),
            "uprn": uprn,
            "successor": successor,
            "start_on": today,
            "entered_on": today,
            "updated_on": today,
        },
    )
