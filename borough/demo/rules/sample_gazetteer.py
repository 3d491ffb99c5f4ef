"""An invented gazetteer of the borough: real streets and postcodes, fictitious properties.

House numbers, names, positions within a postcode and every reference are invented; property references begin
with 99, which no real one does. The same seed gives the same gazetteer, including its errors.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from borough.demo.rules.faults import spoil
from borough.demo.rules.properties import SHELL, STREET_RECORD, Facts, Property, on
from borough.demo.rules.sites import Sites
from borough.demo.rules.streets import Street, post_town, streets
from borough.gazetteer.types.numbers import NumberKind

CUSTODIAN = 2320  # Chorley's local custodian code
AREA = "CHORLEY"
FIRST_UPRN = 990_000_000_001
RANGES = (
    (NumberKind.UPRN, 990_000_900_001, 990_000_999_999),
    (NumberKind.USRN, 99_900_001, 99_900_999),
)
"""Ranges that the officer can allocate: reserved references that the demonstration does not use."""
SCALE = 0.86
ADOPTED, FIRST_DAY, LAST_DAY = date(2001, 3, 1), date(1990, 1, 1), date(2018, 3, 1)
SUPPLIED_AT = datetime(2018, 3, 12, 9, tzinfo=UTC)
REVIEWED_AT = datetime(2018, 3, 16, 14, tzinfo=UTC)  # within the council year of the report
NOTHING_WRITTEN: Facts = {
    "language": "ENG",
    "level": "",
    "postcode": "",
    "post_town": "",
    "custodian_one": CUSTODIAN,
    "custodian_two": None,
    "can_key": "",
    **dict.fromkeys(("sao_start", "sao_end", "pao_start", "pao_end")),
    **dict.fromkeys(("sao_start_suffix", "sao_end_suffix", "sao_text"), ""),
    **dict.fromkeys(("pao_start_suffix", "pao_end_suffix", "pao_text"), ""),
}
Record = tuple[str, Facts]


@dataclass
class Keys:
    """The next reference of each kind."""

    uprn: int = FIRST_UPRN
    key: int = 0

    def next(self, letter: str) -> str:
        """Return a DTF 7.3 key: the custodian code, a letter for its kind, nine digits."""
        self.key += 1
        return f"{CUSTODIAN}{letter}{self.key:09}"

    def next_uprn(self) -> int:
        """Return the next UPRN; each is unique."""
        self.uprn += 1
        return self.uprn - 1


def records(seed: int = 2018, share: float = 1.0) -> Iterator[Record]:
    """Yield every record with its fields: a street, its descriptor, then its properties, each before its addresses.

    share: of the streets, spread over the borough.
    """
    keys = Keys()
    for number, street in enumerate(streets(SCALE)):
        if int((number + 1) * share) == int(number * share):
            continue
        chance = Random(f"{seed} {street.usrn}")  # noqa: S311 - a demonstration wants repeatable chance
        sites = Sites(street)
        yield from _street(street, sites, chance)
        for place in on(street, chance):
            yield from (spoil(record, chance) for record in _written(place, street, sites, chance, keys))


def _street(street: Street, sites: Sites, chance: Random) -> Iterator[Record]:
    (start_x, start_y), (end_x, end_y) = sites.ends()
    entered = ADOPTED + timedelta(days=chance.randrange(3000))
    yield (
        "street",
        {
            "usrn": street.usrn,
            "kind": 1,
            "naming_custodian": CUSTODIAN,
            "state": 2,
            "state_on": entered,
            "surface": 1,
            "classification": 8,
            "version": 0,
            "entered_on": entered,
            "updated_on": entered,
            "start_on": FIRST_DAY,
            "end_on": None,
            "start_x": start_x,
            "start_y": start_y,
            "end_x": end_x,
            "end_y": end_y,
            "tolerance": 10,
        },
    )
    yield (
        "streetname",
        {
            "usrn": street.usrn,
            "name": street.name,
            "locality": street.locality,
            "town": street.town,
            "administrative_area": AREA,
            "language": "ENG",
        },
    )


def _written(place: Property, street: Street, sites: Sites, chance: Random, keys: Keys) -> Iterator[Record]:
    """Yield a property, its addresses, the source of its extent, and its linked accounts."""
    place.uprn = keys.next_uprn()
    entered = ADOPTED + timedelta(days=chance.randrange(6000))
    start = FIRST_DAY + timedelta(days=chance.randrange((entered - FIRST_DAY).days))
    ended = min(entered + timedelta(days=chance.randrange(1, 900)), LAST_DAY) if place.status == 8 else None
    easting, northing = sites.next(place, (chance.uniform(-2, 2), chance.uniform(-3, 3)))
    dates = {"start_on": start, "end_on": ended, "updated_on": ended or entered, "entered_on": entered}
    yield (
        "property",
        {
            "uprn": place.uprn,
            "status": place.status,
            "state": place.state,
            "state_on": ended or start,
            "classification": place.kind,
            "parent_uprn": place.parent.uprn if place.parent else None,
            "easting": easting,
            "northing": northing,
            "rpc": 1 if chance.random() < 0.8 else 2,
            "custodian": CUSTODIAN,
            "organisation": place.organisation,
            "ward": place.at.ward,
            "parish": "",
            "custodian_one": CUSTODIAN,
            "custodian_two": None,
            "can_key": "",
            **dates,
            **place.facts,
        },
    )
    for address in place.addresses:
        yield "address", _address(place, address, dates, keys) | {"usrn": street.usrn}
    code = "L" if chance.random() < 0.7 else "O"
    yield "provenance", {"uprn": place.uprn, "key": keys.next("P"), "code": code, "annotation": "", **dates}
    yield from _linked_accounts(place, dates, keys)


def _linked_accounts(place: Property, dates: Facts, keys: Keys) -> Iterator[Record]:
    """Yield the tax account of an occupied property; a few are not linked yet."""
    lived_or_worked_in = place.kind[0] in "RC" and place.kind not in (SHELL, STREET_RECORD)
    if place.status == 1 and lived_or_worked_in and place.uprn % 71:
        yield (
            "crossreference",
            {
                "uprn": place.uprn,
                "key": keys.next("X"),
                "reference": f"INV{place.uprn % 10**9:09}",
                "source": "7666VC" if place.kind.startswith("R") else "7666VN",
                **dates,
            },
        )


def _address(place: Property, written: Facts, dates: Facts, keys: Keys) -> Facts:
    """Return one address variant; it is a delivery address unless stated otherwise."""
    status, postal = written.get("status", place.status), written.get("postal", "Y")
    posted = {"postcode": place.at.postcode, "post_town": post_town(place.at.postcode)} if postal != "N" else {}
    ended = {"end_on": dates["updated_on"]} if status == 8 else {}
    return {
        **NOTHING_WRITTEN,
        "uprn": place.uprn,
        "key": keys.next("L"),
        "official": "Y" if status == 1 else "",
        **dates,
        **ended,
        **posted,
        **written,
        "status": status,
        "postal": postal,
    }
