"""Cross-record checks: numbers and messages; the conditions are SQL queries."""

from typing import Final, NamedTuple


class CrossCheck(NamedTuple):
    """A cross-record check: its number, our own as the catalogue has none, and its message."""

    number: int
    sentence: str


NO_APPROVED: Final = CrossCheck(9000001, "An approved property needs an approved address.")
TWO_APPROVED: Final = CrossCheck(9000002, "A property has one approved address in a language, not several.")
NO_PARENT: Final = CrossCheck(9000003, "Its parent is not in the gazetteer.")
DEAD_PARENT: Final = CrossCheck(9000004, "It is in use and its parent is not.")
OWN_PARENT: Final = CrossCheck(9000005, "It is its own parent, or its parent's parent.")
SAME_ADDRESS: Final = CrossCheck(9000006, "Another property in use has the same address.")
LONE_FLAT: Final = CrossCheck(9000007, "A flat needs the building it is in as its parent.")
TWO_PLACES: Final = CrossCheck(9000008, "Its postcode is also used in another town.")
FAR_AWAY: Final = CrossCheck(9000009, "It lies more than 5 km from most of its postcode.")
NO_STREET_NAME: Final = CrossCheck(9000010, "Its street has no name in the language of the address.")
EVERY: Final = (
    NO_APPROVED,
    TWO_APPROVED,
    NO_PARENT,
    DEAD_PARENT,
    OWN_PARENT,
    SAME_ADDRESS,
    LONE_FLAT,
    TWO_PLACES,
    FAR_AWAY,
    NO_STREET_NAME,
)
