"""Types of the council's reference ranges."""

from dataclasses import dataclass
from enum import StrEnum


class NumberKind(StrEnum):
    """Kinds of reference allocated from the council's own ranges."""

    UPRN = "uprn"
    USRN = "usrn"


@dataclass(frozen=True)
class NumberRangeDetail:
    """A range of references: first, last, and how many are left."""

    kind: NumberKind
    first: int
    last: int
    left: int
