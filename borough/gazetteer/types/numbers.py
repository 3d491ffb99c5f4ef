"""Words of the ranges of references that the council gives out."""

from dataclasses import dataclass
from enum import StrEnum


class NumberKind(StrEnum):
    """What the council gives references to out of ranges of its own."""

    UPRN = "uprn"
    USRN = "usrn"


@dataclass(frozen=True)
class NumberRangeDetail:
    """A range of references: from the first to the last, and how many are left."""

    kind: NumberKind
    first: int
    last: int
    left: int
