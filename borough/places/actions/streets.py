"""Name a new street, number it, and approve its addresses when they are built."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from borough.kernel.refusals import Refused
from borough.places.actions.editing import Plan, Saving, Work, looked_at, save
from borough.places.actions.editing_properties import add_rows, check_new, placed
from borough.places.actions.numbers import Numbers
from borough.places.queries import editing as now_held
from borough.places.rules.editing import Described, Row, dated, empty_facts
from borough.places.rules.numbering import MOST_AT_ONCE, Point, Scheme, places_along
from borough.places.types import Addressable, Status
from borough.places.types.numbers import NumberKind


@dataclass(frozen=True, kw_only=True)
class NewStreet:
    """A street as an officer names it. state: 1 under construction, 2 open. line: from its start to its end."""

    name: str
    locality: str = ""
    town: str
    administrative_area: str
    state: int = 1
    line: tuple[Point, ...]
    start_on: date


def look_at_street(of: NewStreet, *, today: date) -> Plan:
    """What naming the street would write, with the checks it fails. Raises Refused."""
    return looked_at(_naming(of, today), today)


def create_street(*, saving: Saving, of: NewStreet) -> Plan:
    """Name a new street, with a USRN of the council's own; the plan's `uprn` is that USRN. Raises Refused or Faulty."""
    return save(_naming(of, saving.today), what="places.create_street", saving=replace(saving, candidate=""))


def _naming(of: NewStreet, today: date) -> Work:
    def work(numbers: Numbers) -> Plan:
        if not of.name.strip():
            raise Refused("Enter the name of the street")
        if of.start_on > today:
            raise Refused("The start date cannot be in the future")
        for one in now_held.streets_named(of.name):
            if (one.name, one.locality, one.town) == (of.name, of.locality, of.town):
                raise Refused(f"There is a street of that name there already: {one.usrn}")
        usrn = numbers.next(NumberKind.USRN)
        (start_x, start_y), (end_x, end_y) = of.line[0], of.line[-1]
        dates = {"start_on": of.start_on, "entered_on": today, "updated_on": today}
        street = empty_facts("street") | dates | {
            "usrn": usrn, "kind": 1, "naming_custodian": numbers.custodian, "state": of.state, "state_on": of.start_on,
            "surface": 1, "classification": 8, "version": 1, "tolerance": 10, "start_x": start_x, "start_y": start_y,
            "end_x": end_x, "end_y": end_y,
        }  # fmt: skip
        name = empty_facts("streetname") | dates | {
            "usrn": usrn, "language": "ENG", "name": of.name, "locality": of.locality, "town": of.town,
            "administrative_area": of.administrative_area,
        }  # fmt: skip
        return Plan(uprn=usrn, rows=[Row("street", street), Row("streetname", name)])

    return work


def look_at_numbers(of: Described, scheme: Scheme, *, today: date) -> Plan:
    """What numbering a street would write, with the checks it fails. Raises Refused."""
    return looked_at(_numbering(of, scheme, today), today)


def number_street(*, saving: Saving, of: Described, scheme: Scheme) -> Plan:
    """Make the properties of a street by its numbering, all of them or none; 500 at most.

    of: what they have in common. Each gets its number and place. The plan's `uprn` is the first of them.
    Raises Refused or Faulty.
    """
    return save(_numbering(of, scheme, saving.today), what="places.number_street", saving=saving)


def _numbering(of: Described, scheme: Scheme, today: date) -> Work:
    def work(numbers: Numbers) -> Plan:
        plan = Plan()
        along = places_along(scheme)
        middle = along[len(along) // 2]
        found = replace(of, easting=middle.easting, northing=middle.northing)
        check_new(plan, found, 0, today)
        found = placed(found, plan, today)
        for one in along:
            uprn = numbers.next(NumberKind.UPRN)
            plan.uprn = plan.uprn or uprn
            described = replace(
                found, primary=Addressable(one.number, one.suffix), easting=one.easting, northing=one.northing
            )
            add_rows(plan, described, uprn, numbers, today)
        return plan

    return work


def look_at_approval(usrn: int, uprns: Sequence[int], *, today: date) -> Plan:
    """What approving provisional properties of a street would write. Raises Refused."""
    return looked_at(_approving(usrn, uprns, today), today)


def approve_addresses(*, saving: Saving, usrn: int, uprns: Collection[int]) -> Plan:
    """Make provisional properties of a street approved, now that they are built: in use, with an official address.

    Raises Refused when one of them is no longer provisional, or Faulty; then none is.
    """
    return save(_approving(usrn, uprns, saving.today), what="places.approve_addresses", saving=saving)


def _approving(usrn: int, uprns: Collection[int], today: date) -> Work:
    def work(_numbers: Numbers) -> Plan:
        if not 1 <= len(uprns) <= MOST_AT_ONCE:
            raise Refused(f"Choose from 1 to {MOST_AT_ONCE} addresses")
        held = now_held.provisional_on(usrn, uprns)
        if lost := sorted(set(uprns) - set(held)):
            raise Refused(f"Property {lost[0]} is not provisional on this street any more. Look at the list again")
        plan = Plan(uprn=min(uprns))
        for _, (before, address) in sorted(held.items()):
            after = before | {"status": int(Status.APPROVED), "state": 2, "state_on": today}
            approved = address | {"status": int(Status.APPROVED), "official": "Y"}
            plan.rows += [
                Row("property", dated(after, before, today), before),
                Row("address", dated(approved, address, today), address),
            ]
        return plan

    return work
