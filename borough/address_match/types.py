"""Types of addresses: logical status, addressable objects, and an address line ready to compare."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Status(IntEnum):
    """Logical status of a property or address variant (DTF 7.3, LOGICAL_STATUS)."""

    APPROVED = 1
    ALTERNATE = 3  # of addresses only
    CANDIDATE = 5
    PROVISIONAL = 6
    REJECTED_EXTERNAL = 7
    HISTORIC = 8
    REJECTED_INTERNAL = 9


SEARCHABLE_STATUSES = (Status.APPROVED, Status.ALTERNATE, Status.PROVISIONAL, Status.HISTORIC)
"""Searchable statuses; an alternative or historic address leads to the property's approved one."""


class Addressable(NamedTuple):
    """A BS 7666 addressable object, primary (a building) or secondary (a part of one): number, text, or both.

    start and end are 0 to 9999, None if there is none; 12A-14 is start 12, start_suffix A, end 14.
    """

    start: int | None = None
    start_suffix: str = ""
    end: int | None = None
    end_suffix: str = ""
    text: str = ""


NO_OBJECT = Addressable()


@dataclass(frozen=True, slots=True)
class Line:
    """An address variant of a property: a land and property identifier with its street, ready to compare.

    Texts are upper case as in the gazetteer, empty if there is none. postcode has its space. easting and northing
    are metres of the National Grid, 0 if unknown.
    """

    uprn: int
    key: str
    status: Status
    secondary: Addressable
    primary: Addressable
    street: str
    locality: str
    town: str
    postcode: str
    organisation: str = ""
    post_town: str = ""
    usrn: int = 0
    parent: int | None = None
    classification: str = ""
    postal: str = ""  # DTF 7.3 POSTAL_ADDRESS: Y, N, A, L or P
    easting: float = 0.0
    northing: float = 0.0
