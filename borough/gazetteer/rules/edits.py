"""Pure rules of edits: from an officer's input to changed records, so that they can be previewed.

Sources: DTF 7.3 and BS 7666 as summarised in the standards notes: a UPRN means one property for ever, an
address keeps its key when it becomes historic or alternative, ended records have an end date (checks 2100032,
2100073, 2400017).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, NamedTuple

from borough.address_match.address_lines import number
from borough.gazetteer.rules.cells import InvalidCell, house_number
from borough.gazetteer.rules.health import CHECKS, CHECKS_BY_RECORD, CheckContext, failing
from borough.gazetteer.rules.records import RECORDS, Integer, Metres, Text
from borough.gazetteer.types import NO_OBJECT, Addressable, Status
from borough.kernel.refusals import Refused

Facts = dict[str, Any]
IN_USE: Final = (Status.APPROVED, Status.PROVISIONAL)
CLOSED_STATE: Final = 4  # no longer existing
SHELL: Final = "PP"  # parent shell: the building containing flats


class OldAddress(StrEnum):
    """What happens to an approved address that is replaced."""

    HISTORIC = "historic"
    ALTERNATE = "alternate"
    SLIP = "slip"  # it was always wrong: the same address is corrected


class FaultReason(StrEnum):
    """Why a record is saved although it fails a check. Selected, not typed, so that it names no one."""

    ON_SITE = "on-site"
    AS_SUPPLIED = "as-supplied"
    NO_POSTCODE = "no-postcode"
    LIST_BEHIND = "list-behind"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class PropertyDescription:
    """An officer's description of a property. Eastings and northings are metres; empty ward and parish: unknown."""

    usrn: int
    primary: Addressable
    secondary: Addressable = NO_OBJECT
    postcode: str = ""
    post_town: str = ""
    postal: str = "Y"
    official: str = "Y"
    organisation: str = ""
    status: Status = Status.APPROVED
    state: int = 2
    classification: str = ""
    parent: int | None = None
    easting: Decimal | None = None
    northing: Decimal | None = None
    rpc: int = 2
    start_on: date
    ward: str = ""
    parish: str = ""


class Row(NamedTuple):
    """A record after and before an edit; before is None for a new one."""

    record: str
    facts: Facts
    before: Facts | None = None

    @property
    def changed(self) -> Facts:
        """Return the changed facts."""
        before = self.before or {}
        return {name: value for name, value in self.facts.items() if self.before is None or before[name] != value}


class CheckFailure(NamedTuple):
    """A check that a record would fail, with a description of the record."""

    check: int
    sentence: str
    where: str


def empty_facts(record: str) -> Facts:
    """Return a record with all facts empty."""
    return {name: "" if isinstance(fact, Text) else None for name, fact in RECORDS[record].facts.items()}


def property_facts(
    of: PropertyDescription, uprn: int, custodian: int, today: date, before: Facts | None = None
) -> Facts:
    """Return the property record (21). Facts not in the form are unchanged."""
    facts = (
        dict(before)
        if before
        else empty_facts("property")
        | {
            "uprn": uprn,
            "custodian": custodian,
            "custodian_one": custodian,
            "entered_on": today,
        }
    )
    if not before or before["state"] != of.state or before["state_on"] is None:
        facts["state_on"] = today if before else of.start_on
    facts |= {
        "status": int(of.status),
        "state": of.state,
        "classification": of.classification,
        "parent_uprn": of.parent,
        "easting": of.easting,
        "northing": of.northing,
        "rpc": of.rpc,
        "organisation": of.organisation,
        "ward": of.ward,
        "parish": of.parish,
        "start_on": of.start_on,
    }
    return with_update_day(facts, before, today)


def address_facts(
    of: PropertyDescription, uprn: int, key: str, custodian: int, today: date, before: Facts | None = None
) -> Facts:
    """Return the record of a property's current address (24)."""
    facts = (
        dict(before)
        if before
        else empty_facts("address")
        | {
            "uprn": uprn,
            "key": key,
            "language": "ENG",
            "custodian_one": custodian,
            "entered_on": today,
            "start_on": of.start_on,
        }
    )
    posted = of.postal != "N"
    facts |= {
        "status": int(of.status),
        "usrn": of.usrn,
        **object_facts("sao", of.secondary),
        **object_facts("pao", of.primary),
        "postal": of.postal,
        "postcode": of.postcode if posted else "",
        "post_town": of.post_town if posted else "",
        "official": of.official,
    }
    return with_update_day(facts, before, today)


def object_facts(side: str, component: Addressable) -> Facts:
    """Return the facts of a primary or secondary object."""
    return {
        f"{side}_start": component.start,
        f"{side}_start_suffix": component.start_suffix,
        f"{side}_end": component.end,
        f"{side}_end_suffix": component.end_suffix,
        f"{side}_text": component.text,
    }


def with_update_day(facts: Facts, before: Facts | None, today: date) -> Facts:
    """Return the record with today as its last update, if anything changed."""
    if before is not None and all(before[name] == value for name, value in facts.items()):
        return facts
    return facts | {"updated_on": today}


def retire(before: Facts, on: date, today: date, status: Status = Status.HISTORIC) -> Facts:
    """Return a property or address record that ended on a day."""
    facts = before | {"status": int(status), "end_on": on if status is Status.HISTORIC else before["end_on"]}
    if "state" in before and status is Status.HISTORIC:
        facts |= {"state": CLOSED_STATE, "state_on": on}
    return with_update_day(facts, before, today)


ADDRESS_KEYS: Final = ("language", "usrn", *object_facts("sao", NO_OBJECT), *object_facts("pao", NO_OBJECT))
"""The facts that identify an address: changing any of them makes it a different address."""


def parse_addressable(written_as: str, text: str = "") -> Addressable:
    """Return an addressable object from a typed number, 12A-14, and its text. Raises Refused."""
    try:
        start, suffix, end, end_suffix = (house_number(written_as, part) for part in range(4))
    except InvalidCell as wrong:
        raise Refused("Enter a number like 12, 12A or 12-14") from wrong
    return Addressable(
        int(start) if start else None, suffix, int(end) if end else None, end_suffix, " ".join(text.upper().split())
    )


def same_address(facts: Facts, other: Facts) -> bool:
    """Return whether two records are the same address; postcodes may differ, as the post allocates them."""
    return all(facts[name] == other[name] for name in ADDRESS_KEYS)


def check_bounds(rows: Iterable[Row]) -> None:
    """Raise Refused for invalid facts: too long, out of range, or not a code of the standard."""
    for row in rows:
        declared = RECORDS[row.record]
        for name, value in row.facts.items():
            if value not in (None, "") and _is_out_of_bounds(declared.facts[name], value):
                raise Refused(f"The {name.replace('_', ' ')} of the {declared.title} cannot be {value}")


def _is_out_of_bounds(fact: object, value: Any) -> bool:
    if isinstance(fact, Text):
        return len(value) > fact.longest or "\x00" in value
    if isinstance(fact, Integer):
        return value not in fact.among if fact.among else not fact.least <= value <= fact.most
    return isinstance(fact, Metres) and not 0 <= value <= fact.most


def faults(rows: Iterable[Row], known: CheckContext) -> list[CheckFailure]:
    """Return the failed checks of records in use, and newly failed ones of others."""
    failures = []
    for row in rows:
        failed = failing(CHECKS_BY_RECORD.get(row.record, ()), row.facts, known)
        if row.before is not None and row.facts.get("status", 1) not in IN_USE:
            before = failing(CHECKS_BY_RECORD.get(row.record, ()), row.before, known)
            failed = [check for check in failed if check not in before]
        failures += [CheckFailure(check, CHECKS[check].sentence, record_label(row)) for check in failed]
    return failures


def record_label(row: Row) -> str:
    """Return a record's description: address 12A THE MALTINGS, property 10090000001."""
    if row.record != "address":
        title = RECORDS[row.record].title
        return f"{title} {row.facts.get('uprn') or row.facts.get('usrn') or ''}".strip()
    return f"address {address_text(row.facts)}".strip()


def address_text(facts: Mapping[str, Any]) -> str:
    """Return an address's own text and numbers, without its street."""
    sides = [
        Addressable(*(facts[f"{side}_{part}"] for part in ("start", "start_suffix", "end", "end_suffix", "text")))
        for side in ("sao", "pao")
    ]
    return ", ".join(part for side in sides for part in (side.text, number(side)) if part)


def check_described(of: PropertyDescription, today: date) -> None:
    """Raise Refused for basic errors: edits concern records in use, and nothing starts in the future."""
    if of.status not in IN_USE:
        raise Refused("Choose whether it is approved or provisional. Use “Retire” for what has ended")
    if (of.easting is None) != (of.northing is None):
        raise Refused("Enter both the easting and the northing, or neither")
    if of.start_on > today:
        raise Refused("The start date cannot be in the future")


def check_parent(uprn: int, parent: int | None, *, there: bool, above: Iterable[int]) -> None:
    """Raise Refused for a missing parent, or one that is the property itself or a part of it."""
    if parent is None:
        return
    if not there:
        raise Refused(f"There is no property {parent} to be the parent. Check the UPRN")
    if uprn in (parent, *above):
        raise Refused(f"Property {parent} is this property or a part of it, so it cannot be its parent")


def check_can_retire(*, status: int, withdrawn: bool, start_on: date | None, on: date, today: date, parts: int) -> None:
    """Raise Refused if it has already ended, or still has parts."""
    check_in_use(status=status, withdrawn=withdrawn)
    if parts:
        raise Refused(f"It has {parts} parts in use. Retire them, or give them another parent, first")
    if on > today:
        raise Refused("The end date cannot be in the future")
    if start_on is not None and on < start_on:
        raise Refused(f"It began on {start_on.day} {start_on:%B %Y}, so it cannot end before that")


def check_in_use(*, status: int, withdrawn: bool) -> None:
    """Raise Refused if it is not in use."""
    if withdrawn or status not in IN_USE:
        raise Refused("This property is not in use any more, so it is not edited")
