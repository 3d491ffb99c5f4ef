"""Why an answer was given, in plain words."""

from borough.places.matching.comparing import Compared
from borough.places.matching.numbers import Same
from borough.places.matching.postcodes import Grade
from borough.places.matching.streets import FOUND

_POSTCODES = {
    Grade.UNKNOWN: "no postcode to compare",
    Grade.SAME: "same postcode",
    Grade.SLIP: "postcode one letter or digit out",
    Grade.SECTOR: "postcode differs in the last two letters",
    Grade.DISTRICT: "postcode of the same district",
    Grade.AREA: "postcode of another district",
    Grade.FAR: "postcode of another area",
}
_HOUSES = {
    Same.EXACT: "same number",
    Same.RANGE: "number within the range",
    Same.LETTER_MISSING: "same number without its letter",
    Same.LETTER_EXTRA: "same number with a letter more",
    Same.LETTER_OTHER: "same number with another letter",
    Same.NEAR: "number one digit out",
    Same.OTHER: "another number",
    Same.NOT_WRITTEN: "number not written",
    Same.NOT_KEPT: "number written where the gazetteer has none",
}
_UNITS = {
    Same.EXACT: "same unit",
    Same.RANGE: "unit within the range",
    Same.LETTER_MISSING: "same unit without its letter",
    Same.LETTER_EXTRA: "same unit with a letter more",
    Same.LETTER_OTHER: "same unit with another letter",
    Same.NEAR: "unit one digit out",
    Same.OTHER: "another unit",
    Same.NOT_WRITTEN: "unit not written",
    Same.NOT_KEPT: "a unit written where the gazetteer has none",
}


def _street(one: Compared) -> str:
    street = one.street
    if street.first < 0:
        return "street not written"
    if street.kind == 1:
        return "same street without its last word" if street.core == 1.0 else "street nearly the same"
    if street.kind == 2 and street.core == 1.0:
        return "same street but for its last word"
    if street.like == 1.0:
        return "same street"
    return "street one or two letters out" if street.like >= 0.8 else "street somewhat alike"


def _named(like: float, what: str) -> str:
    if like < 0:
        return ""
    return f"same {what}" if like == 1.0 else f"{what} nearly the same" if like >= FOUND else f"{what} not written"


def reasons(one: Compared) -> tuple[str, ...]:
    """What agrees and what differs between an address and a candidate, number and street first."""
    numbers = one.numbers
    found = [_HOUSES.get(numbers.house, ""), _UNITS.get(numbers.unit, ""), _named(one.name, "name of the building")]
    found += [_named(one.unit_name, "name of the unit"), _street(one), _POSTCODES[one.postcode]]
    if numbers.floor == Same.EXACT:
        found.append("same floor")
    if numbers.floor == Same.OTHER:
        found.append("another floor")
    if numbers.by_floor:
        found.append("floor taken for the number of the flat")
    if numbers.crossed:
        found.append("letter of the number taken for the flat")
    if one.organisation >= FOUND:
        found.append("same organisation")
    return tuple(sentence for sentence in found if sentence)
