"""Detection of addresses next to a property rather than at it: LAND ADJACENT TO 12, OUTSIDE 4 HIGH ST."""

import re
from typing import Final

from borough.address_match.spelling import normalise

ADJACENT_REASON: Final = "written as beside the property, not at it"
_NEAR = (
    r"(?:ADJ|ADJACENT|ADJOINING|OPP|OPPOSITE|OUTSIDE|O/S|R/O|BEHIND|BESIDE|BETWEEN|NEAR|NR|NEXT (?:DOOR )?TO"
    r"|ACROSS FROM|(?:TO )?(?:THE )?(?:REAR|BACK|SIDE) OF|(?:IN )?FRONT OF)"
)
_ADJACENT = re.compile(
    r"^\W*(?:LAND|SITE|VERGE|PAVEMENT|FOOTPATH|JUNCTION|JCT|CORNER) (?:\w+ )?(?:AT|OF|WITH|TO|BY)\b"
    rf"|^\W*(?:LAND )?{_NEAR}\b(?!\W*$)"
    rf"|\b{_NEAR}(?: TO)?(?: THE)?[ .,]*\d"
)


def is_adjacent(text: str) -> bool:
    """Return whether a text starts with an adjacency phrase, or qualifies its number so: BUS STOP OPP 12."""
    return _ADJACENT.search(normalise(text)) is not None
