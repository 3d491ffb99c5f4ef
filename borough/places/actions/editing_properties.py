"""Create a property, amend it, and retire it."""

from dataclasses import replace
from datetime import date

from borough.kernel.refusals import Refused
from borough.places.actions.editing import Plan, Saving, Work, looked_at, read, save
from borough.places.actions.numbers import Numbers
from borough.places.queries import editing as now_held
from borough.places.rules.editing import (
    IN_USE,
    Described,
    Facts,
    Old,
    Row,
    address_facts,
    check_can_retire,
    check_described,
    check_parent,
    dated,
    ended,
    property_facts,
    same_address,
)
from borough.places.types import AreaKind, Status
from borough.places.types.numbers import NumberKind


def look_at_new(of: Described, *, today: date) -> Plan:
    """What creating the property would write, with the checks it fails. Raises Refused."""
    return looked_at(_creating(of, today), today)


def create_property(*, saving: Saving, of: Described) -> Plan:
    """Create a property with a UPRN of the council's own and its address. Raises Refused or Faulty."""
    return save(_creating(of, saving.today), what="places.create_property", saving=saving)


def _creating(of: Described, today: date) -> Work:
    def work(numbers: Numbers) -> Plan:
        plan = Plan(uprn=numbers.next(NumberKind.UPRN))
        add_new(plan, of, plan.uprn, numbers, today)
        return plan

    return work


def add_new(plan: Plan, of: Described, uprn: int, numbers: Numbers, today: date) -> None:
    """Add a new property and its address to a plan, in the ward and parish of its neighbours where none is named."""
    check_new(plan, of, uprn, today)
    add_rows(plan, placed(of, plan, today), uprn, numbers, today)


def check_new(plan: Plan, of: Described, uprn: int, today: date) -> None:
    """Refuse a new property that cannot be."""
    check_described(of, today)
    check_street(of.usrn)
    parents = () if of.parent is None else now_held.above(of.parent)
    there = of.parent is not None and (now_held.exists(of.parent) or _planned(plan, of.parent))
    check_parent(uprn, of.parent, there=there, above=parents)


def add_rows(plan: Plan, of: Described, uprn: int, numbers: Numbers, today: date) -> None:
    """Add a new property that was found to be allowed."""
    plan.rows += [
        Row("property", property_facts(of, uprn, numbers.custodian, today)),
        Row("address", address_facts(of, uprn, numbers.next_key("L"), numbers.custodian, today)),
    ]


def _planned(plan: Plan, uprn: int) -> bool:
    return any(facts["uprn"] == uprn for facts in plan.of("property"))


def check_street(usrn: int) -> None:
    """Refuse a street that is not there."""
    if not now_held.streets_named(str(usrn)):
        raise Refused(f"There is no street {usrn}. Choose the street by its name")


def placed(of: Described, plan: Plan, today: date) -> Described:
    """The property in the ward and parish of its neighbours, where they agree; a note where they do not."""
    at = (float(of.easting), float(of.northing)) if of.easting is not None and of.northing is not None else None
    for kind in AreaKind:
        if getattr(of, kind.value) or not now_held.areas_on(kind, today):
            continue
        found = now_held.neighbours_area(kind, usrn=of.usrn, postcode=of.postcode, at=at, on=today)
        if len(found) == 1:
            of = replace(of, ward=found[0]) if kind is AreaKind.WARD else replace(of, parish=found[0])
            note = f"The {kind} is {found[0]}, as that of its neighbours."
        else:
            why = f"its neighbours lie in {' and '.join(found)}" if found else "it has no neighbours that tell"
            note = f"The {kind} can not be told: {why}. Choose it."
        if note not in plan.notes:
            plan.notes.append(note)
    return of


def look_at_amended(uprn: int, of: Described, *, version: int, old: Old, today: date) -> Plan:
    """What amending the property would write, with the checks it fails. Raises Refused or Stale."""
    return looked_at(_amending(uprn, of, version, old, today), today)


def amend_property(*, saving: Saving, uprn: int, version: int, of: Described, old: Old) -> Plan:
    """Give a property other facts. version is the one that was read.

    Where its address is written otherwise, the old one keeps its key and becomes historic or alternate, unless it was a
    slip and is corrected. Raises Refused, Stale or Faulty.
    """
    return save(_amending(uprn, of, version, old, saving.today), what="places.amend_property", saving=saving)


def _amending(uprn: int, of: Described, version: int, old: Old, today: date) -> Work:
    def work(numbers: Numbers) -> Plan:
        before, addresses = read(uprn, version)
        check_described(of, today)
        check_street(of.usrn)
        if of.parent != before["parent_uprn"]:
            above = () if of.parent is None else now_held.above(of.parent)
            check_parent(uprn, of.parent, there=of.parent is not None and now_held.exists(of.parent), above=above)
        plan = Plan(uprn=uprn)
        found = placed(of, plan, today)
        plan.rows.append(Row("property", property_facts(found, uprn, numbers.custodian, today, before), before))
        plan.rows += _addressed(found, addresses, old, numbers, today, uprn)
        return plan

    return work


def _addressed(
    of: Described, addresses: list[Facts], old: Old, numbers: Numbers, today: date, uprn: int
) -> list[Row]:  # fmt: skip
    """The address rows of an amended property: the one it goes by, and those in other languages with its status."""
    before = addresses[0] if addresses else None
    new = address_facts(of, uprn, before["key"] if before else numbers.next_key("L"), numbers.custodian, today, before)
    rows = [Row("address", dated(other | {"status": int(of.status)}, other, today), other) for other in addresses[1:]]
    if before is None or same_address(before, new) or old is Old.SLIP:
        return [Row("address", new, before), *rows]
    status = Status.HISTORIC if old is Old.HISTORIC else Status.ALTERNATE
    other = address_facts(replace(of, start_on=today), uprn, numbers.next_key("L"), numbers.custodian, today)
    return [Row("address", ended(before, today, today, status), before), Row("address", other), *rows]


def look_at_retired(uprn: int, *, version: int, on: date, today: date) -> Plan:
    """What retiring the property would write. Raises Refused or Stale."""
    return looked_at(_retiring(uprn, version, on, today), today)


def retire_property(*, saving: Saving, uprn: int, version: int, on: date) -> Plan:
    """End a property and its addresses on a day; it stays in the gazetteer as historic. Raises Refused or Stale."""
    return save(_retiring(uprn, version, on, saving.today), what="places.retire_property", saving=saving)


def _retiring(uprn: int, version: int, on: date, today: date) -> Work:
    def work(_numbers: Numbers) -> Plan:
        return Plan(uprn=uprn, rows=retired(uprn, version, on, today, parts=now_held.parts_in_use(uprn)))

    return work


def retired(uprn: int, version: int, on: date, today: date, *, parts: int) -> list[Row]:
    """The rows of a property that ends on a day, and of all its addresses."""
    before, _ = read(uprn, version)
    check_can_retire(
        status=before["status"], withdrawn=False, start_on=before["start_on"], on=on, today=today, parts=parts
    )
    living = now_held.addresses_of(uprn, (*IN_USE, Status.ALTERNATE))
    ending = [Row("address", ended(one, on, today), one) for one in living]
    return [Row("property", ended(before, on, today), before), *ending]
