"""The gazetteer's record model: records, keys, references and facts.

A fact is rejected only if it is not of its type at all (no number, no date, an unknown logical status);
whether it is correct is left to the health checks, which must be able to find it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from borough.gazetteer.types import Status
from borough.kernel import grid

LARGEST_UPRN = 999_999_999_999
LARGEST_USRN = 99_999_999


@dataclass(frozen=True)
class Text:
    """A text with a maximum length; empty if there is none."""

    longest: int
    needed: bool = False


@dataclass(frozen=True)
class Integer:
    """An integer within bounds, or from a list."""

    least: int = 0
    most: int = 32767
    needed: bool = False
    among: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Day:
    """A date, written 2026-01-31."""

    needed: bool = False


@dataclass(frozen=True)
class Metres:
    """A National Grid easting or northing in metres, stored to the centimetre."""

    most: int
    needed: bool = False


Fact = Text | Integer | Day | Metres


@dataclass(frozen=True)
class Record:
    """A kind of record: key facts, all facts, and parent records."""

    name: str
    title: str
    key: tuple[str, ...]
    facts: dict[str, Fact]
    references: dict[str, str]


_UPRN, _USRN = Integer(1, LARGEST_UPRN, needed=True), Integer(1, LARGEST_USRN, needed=True)
_KEY, _CODE = Text(14, needed=True), Integer(0, 99)
_CUSTODIAN = Integer(0, 9999)
_DATES: dict[str, Fact] = {"start_on": Day(), "end_on": Day(), "updated_on": Day(), "entered_on": Day()}
_NUMBER, _SUFFIX = Integer(0, 9999), Text(2)
_OF_PROPERTY = {"uprn": "property"}


def _numbers(side: str) -> dict[str, Fact]:
    """Return the facts of a primary or secondary addressable object: 12A-14B and a text."""
    return {
        f"{side}_start": _NUMBER,
        f"{side}_start_suffix": _SUFFIX,
        f"{side}_end": _NUMBER,
        f"{side}_end_suffix": _SUFFIX,
        f"{side}_text": Text(90),
    }


_STREET: dict[str, Fact] = {
    "usrn": _USRN,
    "kind": _CODE,
    "naming_custodian": _CUSTODIAN,
    "state": _CODE,
    "state_on": Day(),
    "surface": _CODE,
    "classification": _CODE,
    "version": Integer(),
    "start_x": Metres(grid.MAX_EASTING),
    "start_y": Metres(grid.MAX_NORTHING),
    "end_x": Metres(grid.MAX_EASTING),
    "end_y": Metres(grid.MAX_NORTHING),
    "tolerance": Integer(),
    **_DATES,
}
_PROPERTY: dict[str, Fact] = {
    "uprn": _UPRN,
    "status": Integer(needed=True, among=frozenset(Status) - {Status.ALTERNATE}),
    "state": _CODE,
    "state_on": Day(),
    "classification": Text(6),
    "parent_uprn": Integer(1, LARGEST_UPRN),
    "easting": Metres(grid.MAX_EASTING),
    "northing": Metres(grid.MAX_NORTHING),
    "rpc": _CODE,
    "custodian": _CUSTODIAN,
    "country": Text(1),
    "delivery": Text(1),
    "postcode": Text(8),
    "occupancy": Integer(),
    "organisation": Text(100),
    "ward": Text(10),
    "parish": Text(10),
    "custodian_one": _CUSTODIAN,
    "custodian_two": _CUSTODIAN,
    "can_key": Text(14),
    **_DATES,
}
_ADDRESS: dict[str, Fact] = {
    "key": _KEY,
    "uprn": _UPRN,
    "language": Text(3),
    "status": Integer(needed=True, among=frozenset(Status)),
    **_numbers("sao"),
    **_numbers("pao"),
    "usrn": _USRN,
    "usrn_match": Text(1),
    "area_name": Text(35),
    "level": Text(30),
    "postal": Text(1),
    "postcode": Text(8),
    "post_town": Text(30),
    "official": Text(1),
    "custodian_one": _CUSTODIAN,
    "custodian_two": _CUSTODIAN,
    "can_key": Text(14),
    **_DATES,
}
_DELIVERY: dict[str, Fact] = {
    "udprn": Integer(1, 99_999_999, needed=True),
    "uprn": _UPRN,
    "organisation": Text(60),
    "department": Text(60),
    "sub_building": Text(30),
    "building": Text(80),
    "number": Text(4),
    "dependent_street": Text(80),
    "street": Text(80),
    "double_dependent_locality": Text(35),
    "locality": Text(35),
    "post_town": Text(30),
    "postcode": Text(8),
    "postcode_type": Text(1),
    "suffix": Text(2),
    "welsh_dependent_street": Text(80),
    "welsh_street": Text(80),
    "welsh_double_dependent_locality": Text(35),
    "welsh_locality": Text(35),
    "welsh_post_town": Text(30),
    "po_box": Text(6),
    "processed_on": Day(),
    **_DATES,
}

_ALL = (
    Record("street", "street", ("usrn",), _STREET, {}),
    Record(
        "streetname",
        "street name",
        ("usrn", "language"),
        {
            "usrn": _USRN,
            "language": Text(3),
            "name": Text(110),
            "locality": Text(35),
            "town": Text(30),
            "administrative_area": Text(30),
            **_DATES,
        },
        {"usrn": "street"},
    ),
    Record(
        "streetlink",
        "street cross reference",
        ("usrn", "kind", "other"),
        {
            "usrn": _USRN,
            "kind": Integer(0, 99, needed=True),
            "version": Integer(),
            "other": Text(16, needed=True),
            "other_version": Integer(),
            "entered_on": Day(),
        },
        {"usrn": "street"},
    ),
    Record("property", "property", ("uprn",), _PROPERTY, {}),
    Record("address", "address", ("key",), _ADDRESS, {"uprn": "property", "usrn": "street"}),
    Record(
        "provenance",
        "provenance",
        ("key",),
        {
            "key": _KEY,
            "uprn": _UPRN,
            "code": Text(1),
            "annotation": Text(30),
            **_DATES,
        },
        _OF_PROPERTY,
    ),
    Record(
        "crossreference",
        "cross reference",
        ("key",),
        {
            "key": _KEY,
            "uprn": _UPRN,
            "reference": Text(50),
            "version": Text(10),
            "source": Text(6),
            **_DATES,
        },
        _OF_PROPERTY,
    ),
    Record(
        "organisation",
        "organisation",
        ("key",),
        {
            "key": _KEY,
            "uprn": _UPRN,
            "name": Text(100),
            "legal_name": Text(60),
            **_DATES,
        },
        _OF_PROPERTY,
    ),
    Record(
        "classification",
        "classification",
        ("key",),
        {
            "key": _KEY,
            "uprn": _UPRN,
            "code": Text(6),
            "scheme": Text(60),
            "version": Text(10),
            **_DATES,
        },
        _OF_PROPERTY,
    ),
    Record(
        "successor",
        "successor",
        ("key",),
        {
            "key": _KEY,
            "uprn": _UPRN,
            "successor": Integer(1, LARGEST_UPRN, needed=True),
            **_DATES,
        },
        _OF_PROPERTY,
    ),
    Record("deliverypoint", "delivery point", ("udprn",), _DELIVERY, _OF_PROPERTY),
)
RECORDS: dict[str, Record] = {record.name: record for record in _ALL}
"""Every kind of record by name, parents first."""


def dependents_of(name: str) -> Iterator[tuple[Record, str]]:
    """Yield the kinds of record that refer to one of that name, each with the referring fact."""
    return ((record, fact) for record in _ALL for fact, to in record.references.items() if to == name)
