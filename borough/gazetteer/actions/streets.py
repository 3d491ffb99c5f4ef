"""Name a new street, number it, and approve its addresses once built."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from borough.gazetteer.actions.edit_plan import EditContext, EditPlan, PlanBuilder, preview, save
from borough.gazetteer.actions.number_ranges import NumberAllocator
from borough.gazetteer.actions.property_edits import add_rows, check_new, with_areas
from borough.gazetteer.queries import edit_context as current
from borough.gazetteer.rules.edits import PropertyDescription, Row, empty_facts, with_update_day
from borough.gazetteer.rules.street_numbering import MOST_AT_ONCE, Point, Scheme, numbered_places
from borough.gazetteer.types import Addressable, Status
from borough.gazetteer.types.numbers import NumberKind
from borough.kernel.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class NewStreet:
    """A new street. state: 1 under construction, 2 open. line: from start to end."""

    name: str
    locality: str = ""
    town: str
    administrative_area: str
    state: int = 1
    line: tuple[Point, ...]
    start_on: date


def preview_street(of: NewStreet, *, today: date) -> EditPlan:
    """Return the plan of naming the street, with failed checks. Raises Refused."""
    return preview(_street_plan(of, today), today)


def create_street(*, saving: EditContext, of: NewStreet) -> EditPlan:
    """Create a street with a USRN from the council's range, returned as the plan's `uprn`.

    Raises Refused or ChecksFailed.
    """
    return save(_street_plan(of, saving.today), what="gazetteer.create_street", saving=replace(saving, candidate=""))


def _street_facts(of: NewStreet, usrn: int, custodian: int) -> dict[str, Any]:
    """Return the facts of a new designated street with a carriageway (DTF 7.3 record 11), without its dates."""
    (start_x, start_y), (end_x, end_y) = of.line[0], of.line[-1]
    return empty_facts("street") | {
        "usrn": usrn,
        "kind": 1,
        "naming_custodian": custodian,
        "state": of.state,
        "state_on": of.start_on,
        "surface": 1,
        "classification": 8,
        "version": 1,
        "tolerance": 10,
        "start_x": start_x,
        "start_y": start_y,
        "end_x": end_x,
        "end_y": end_y,
    }


def _street_name_facts(of: NewStreet, usrn: int) -> dict[str, Any]:
    return empty_facts("streetname") | {
        "usrn": usrn,
        "language": "ENG",
        "name": of.name,
        "locality": of.locality,
        "town": of.town,
        "administrative_area": of.administrative_area,
    }


def _street_plan(of: NewStreet, today: date) -> PlanBuilder:
    def work(numbers: NumberAllocator) -> EditPlan:
        if not of.name.strip():
            raise Refused("Enter the name of the street")
        if of.start_on > today:
            raise Refused("The start date cannot be in the future")
        for existing in current.streets_named(of.name):
            if (existing.name, existing.locality, existing.town) == (of.name, of.locality, of.town):
                raise Refused(f"There is a street of that name there already: {existing.usrn}")
        usrn = numbers.next(NumberKind.USRN)
        dates = {"start_on": of.start_on, "entered_on": today, "updated_on": today}
        street = _street_facts(of, usrn, numbers.custodian) | dates
        name = _street_name_facts(of, usrn) | dates
        return EditPlan(uprn=usrn, rows=[Row("street", street), Row("streetname", name)])

    return work


def preview_numbering(of: PropertyDescription, scheme: Scheme, *, today: date) -> EditPlan:
    """Return the plan of numbering a street, with failed checks. Raises Refused."""
    return preview(_numbering_plan(of, scheme, today), today)


def number_street(*, saving: EditContext, of: PropertyDescription, scheme: Scheme) -> EditPlan:
    """Create the properties of a street by its numbering scheme, atomically; 500 at most.

    of: their common fields. Each gets its own number and position. The plan's `uprn` is the first of them.
    Raises Refused or ChecksFailed.
    """
    return save(_numbering_plan(of, scheme, saving.today), what="gazetteer.number_street", saving=saving)


def _numbering_plan(of: PropertyDescription, scheme: Scheme, today: date) -> PlanBuilder:
    def work(numbers: NumberAllocator) -> EditPlan:
        plan = EditPlan()
        along = numbered_places(scheme)
        middle = along[len(along) // 2]
        located = replace(of, easting=middle.easting, northing=middle.northing)
        check_new(plan, located, 0, today)
        located = with_areas(located, plan, today)
        for place in along:
            uprn = numbers.next(NumberKind.UPRN)
            plan.uprn = plan.uprn or uprn
            described = replace(
                located, primary=Addressable(place.number, place.suffix), easting=place.easting, northing=place.northing
            )
            add_rows(plan, described, uprn, numbers, today)
        return plan

    return work


def preview_approval(usrn: int, uprns: Sequence[int], *, today: date) -> EditPlan:
    """Return the plan of approving provisional properties of a street. Raises Refused."""
    return preview(_approval_plan(usrn, uprns, today), today)


def approve_addresses(*, saving: EditContext, usrn: int, uprns: Collection[int]) -> EditPlan:
    """Approve provisional properties of a street that are now built: in use, with an official address.

    Atomic. Raises Refused if one of them is no longer provisional, or ChecksFailed.
    """
    return save(_approval_plan(usrn, uprns, saving.today), what="gazetteer.approve_addresses", saving=saving)


def _approval_plan(usrn: int, uprns: Collection[int], today: date) -> PlanBuilder:
    def work(_numbers: NumberAllocator) -> EditPlan:
        if not 1 <= len(uprns) <= MOST_AT_ONCE:
            raise Refused(f"Choose from 1 to {MOST_AT_ONCE} addresses")
        provisional = current.provisional_on(usrn, uprns)
        if lost := sorted(set(uprns) - set(provisional)):
            raise Refused(f"Property {lost[0]} is not provisional on this street any more. Look at the list again")
        plan = EditPlan(uprn=min(uprns))
        for _, (before, address) in sorted(provisional.items()):
            after = before | {"status": int(Status.APPROVED), "state": 2, "state_on": today}
            approved = address | {"status": int(Status.APPROVED), "official": "Y"}
            plan.rows += [
                Row("property", with_update_day(after, before, today), before),
                Row("address", with_update_day(approved, address, today), address),
            ]
        return plan

    return work
