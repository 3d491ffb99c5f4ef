"""Create, amend and retire a property."""

from dataclasses import replace
from datetime import date

from borough.gazetteer.actions.edit_plan import EditContext, EditPlan, PlanBuilder, preview, read_for_edit, save
from borough.gazetteer.actions.number_ranges import NumberAllocator
from borough.gazetteer.queries import edit_context
from borough.gazetteer.rules.edits import (
    IN_USE,
    Facts,
    OldAddress,
    PropertyDescription,
    Row,
    address_facts,
    check_can_retire,
    check_described,
    check_parent,
    property_facts,
    retire,
    same_address,
    with_update_day,
)
from borough.gazetteer.types import AreaKind, Status
from borough.gazetteer.types.numbers import NumberKind
from borough.kernel.refusals import Refused


def preview_new_property(of: PropertyDescription, *, today: date) -> EditPlan:
    """Return the plan of creating the property, with failed checks. Raises Refused."""
    return preview(_creation_plan(of, today), today)


def create_property(*, saving: EditContext, of: PropertyDescription) -> EditPlan:
    """Create a property with a UPRN from the council's range, and its address. Raises Refused or ChecksFailed."""
    return save(_creation_plan(of, saving.today), what="gazetteer.create_property", saving=saving)


def _creation_plan(of: PropertyDescription, today: date) -> PlanBuilder:
    def work(numbers: NumberAllocator) -> EditPlan:
        plan = EditPlan(uprn=numbers.next(NumberKind.UPRN))
        add_property(plan, of, plan.uprn, numbers, today)
        return plan

    return work


def add_property(plan: EditPlan, of: PropertyDescription, uprn: int, numbers: NumberAllocator, today: date) -> None:
    """Add a new property and its address to a plan, in its neighbours' ward and parish if none is given."""
    check_new(plan, of, uprn, today)
    add_rows(plan, with_areas(of, plan, today), uprn, numbers, today)


def check_new(plan: EditPlan, of: PropertyDescription, uprn: int, today: date) -> None:
    """Raise Refused for an impossible new property."""
    check_described(of, today)
    check_street(of.usrn)
    parents = () if of.parent is None else edit_context.ancestors(of.parent)
    there = of.parent is not None and (edit_context.property_exists(of.parent) or _planned(plan, of.parent))
    check_parent(uprn, of.parent, there=there, above=parents)


def add_rows(plan: EditPlan, of: PropertyDescription, uprn: int, numbers: NumberAllocator, today: date) -> None:
    """Add a validated new property."""
    plan.rows += [
        Row("property", property_facts(of, uprn, numbers.custodian, today)),
        Row("address", address_facts(of, uprn, numbers.next_key("L"), numbers.custodian, today)),
    ]


def _planned(plan: EditPlan, uprn: int) -> bool:
    return any(facts["uprn"] == uprn for facts in plan.of("property"))


def check_street(usrn: int) -> None:
    """Raise Refused for an unknown street."""
    if not edit_context.streets_named(str(usrn)):
        raise Refused(f"There is no street {usrn}. Choose the street by its name")


def with_areas(of: PropertyDescription, plan: EditPlan, today: date) -> PropertyDescription:
    """Return the property with its neighbours' ward and parish, if they agree; otherwise add a note."""
    at = (float(of.easting), float(of.northing)) if of.easting is not None and of.northing is not None else None
    for kind in AreaKind:
        if getattr(of, kind.value) or not edit_context.areas_on(kind, today):
            continue
        codes = edit_context.neighbours_area(kind, usrn=of.usrn, postcode=of.postcode, at=at, on=today)
        if len(codes) == 1:
            of = replace(of, ward=codes[0]) if kind is AreaKind.WARD else replace(of, parish=codes[0])
            note = f"The {kind} is {codes[0]}, as that of its neighbours."
        else:
            why = f"its neighbours lie in {' and '.join(codes)}" if codes else "it has no neighbours that tell"
            note = f"The {kind} can not be told: {why}. Choose it."
        if note not in plan.notes:
            plan.notes.append(note)
    return of


def preview_amendment(uprn: int, of: PropertyDescription, *, version: int, old: OldAddress, today: date) -> EditPlan:
    """Return the plan of amending the property, with failed checks. Raises Refused or Stale."""
    return preview(_amendment_plan(uprn, of, version, old, today), today)


def amend_property(
    *, saving: EditContext, uprn: int, version: int, of: PropertyDescription, old: OldAddress
) -> EditPlan:
    """Amend a property's fields. version: the version read.

    If its address changes, the old one keeps its key and becomes historic or alternative, or is corrected if it
    was a mistake. Raises Refused, Stale or ChecksFailed.
    """
    return save(_amendment_plan(uprn, of, version, old, saving.today), what="gazetteer.amend_property", saving=saving)


def _amendment_plan(uprn: int, of: PropertyDescription, version: int, old: OldAddress, today: date) -> PlanBuilder:
    def work(numbers: NumberAllocator) -> EditPlan:
        before, addresses = read_for_edit(uprn, version)
        check_described(of, today)
        check_street(of.usrn)
        if of.parent != before["parent_uprn"]:
            above = () if of.parent is None else edit_context.ancestors(of.parent)
            check_parent(
                uprn, of.parent, there=of.parent is not None and edit_context.property_exists(of.parent), above=above
            )
        plan = EditPlan(uprn=uprn)
        located = with_areas(of, plan, today)
        plan.rows.append(Row("property", property_facts(located, uprn, numbers.custodian, today, before), before))
        plan.rows += _address_rows(located, addresses, old, numbers, today, uprn)
        return plan

    return work


def _address_rows(
    of: PropertyDescription, addresses: list[Facts], old: OldAddress, numbers: NumberAllocator, today: date, uprn: int
) -> list[Row]:
    """Return the address rows of an amended property: the current one, and those in other languages."""
    before = addresses[0] if addresses else None
    new = address_facts(of, uprn, before["key"] if before else numbers.next_key("L"), numbers.custodian, today, before)
    rows = [
        Row("address", with_update_day(other | {"status": int(of.status)}, other, today), other)
        for other in addresses[1:]
    ]
    if before is None or same_address(before, new) or old is OldAddress.SLIP:
        return [Row("address", new, before), *rows]
    status = Status.HISTORIC if old is OldAddress.HISTORIC else Status.ALTERNATE
    other = address_facts(replace(of, start_on=today), uprn, numbers.next_key("L"), numbers.custodian, today)
    return [Row("address", retire(before, today, today, status), before), Row("address", other), *rows]


def preview_retirement(uprn: int, *, version: int, on: date, today: date) -> EditPlan:
    """Return the plan of retiring the property. Raises Refused or Stale."""
    return preview(_retirement_plan(uprn, version, on, today), today)


def retire_property(*, saving: EditContext, uprn: int, version: int, on: date) -> EditPlan:
    """Retire a property and its addresses on a day; it stays as historic. Raises Refused or Stale."""
    return save(_retirement_plan(uprn, version, on, saving.today), what="gazetteer.retire_property", saving=saving)


def _retirement_plan(uprn: int, version: int, on: date, today: date) -> PlanBuilder:
    def work(_numbers: NumberAllocator) -> EditPlan:
        return EditPlan(uprn=uprn, rows=retirement_rows(uprn, version, on, today, parts=edit_context.count_parts(uprn)))

    return work


def retirement_rows(uprn: int, version: int, on: date, today: date, *, parts: int) -> list[Row]:
    """Return the rows of a retired property and all its addresses."""
    before, _ = read_for_edit(uprn, version)
    check_can_retire(
        status=before["status"], withdrawn=False, start_on=before["start_on"], on=on, today=today, parts=parts
    )
    living = edit_context.addresses_of(uprn, (*IN_USE, Status.ALTERNATE))
    ending = [Row("address", retire(address, on, today), address) for address in living]
    return [Row("property", retire(before, on, today), before), *ending]
