"""Words of the gazetteer: codes of BS 7666 and DTF 7.3, and an address as finding and matching see it."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Status(IntEnum):
    """Logical status of a property or of one way of writing its address (DTF 7.3, LOGICAL_STATUS)."""

    APPROVED = 1
    ALTERNATE = 3  # of an address alone
    CANDIDATE = 5
    PROVISIONAL = 6
    REJECTED_EXTERNAL = 7
    HISTORIC = 8
    REJECTED_INTERNAL = 9


FOUND_BY = (Status.APPROVED, Status.ALTERNATE, Status.PROVISIONAL, Status.HISTORIC)
"""The statuses whose addresses can be found; an alternate or historic one leads to the property's approved address."""


class Addressable(NamedTuple):
    """An addressable object of BS 7666, primary (a building) or secondary (a part of one): a number, a text, or both.

    start and end are 0 to 9999, None where there is none; 12A-14 is start 12, start_suffix A, end 14.
    """

    start: int | None = None
    start_suffix: str = ""
    end: int | None = None
    end_suffix: str = ""
    text: str = ""


NOTHING = Addressable()


@dataclass(frozen=True, slots=True)
class Line:
    """One way of writing one property's address: a land and property identifier with its street, ready to compare.

    Texts are upper case as the gazetteer holds them, empty where there is none. postcode has its space. easting and
    northing are metres of the National Grid, 0 where unknown.
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
