"""Plain-language reasons for a result."""

from borough.address_match.comparison import Comparison
from borough.address_match.numbers import NumberGrade
from borough.address_match.postcodes import PostcodeGrade
from borough.address_match.streets import MATCH_THRESHOLD

_POSTCODES = {
    PostcodeGrade.UNKNOWN: "no postcode to compare",
    PostcodeGrade.SAME: "same postcode",
    PostcodeGrade.SLIP: "postcode one letter or digit out",
    PostcodeGrade.SECTOR: "postcode differs in the last two letters",
    PostcodeGrade.DISTRICT: "postcode of the same district",
    PostcodeGrade.AREA: "postcode of another district",
    PostcodeGrade.FAR: "postcode of another area",
}
_HOUSES = {
    NumberGrade.EXACT: "same number",
    NumberGrade.RANGE: "number within the range",
    NumberGrade.LETTER_MISSING: "same number without its letter",
    NumberGrade.LETTER_EXTRA: "same number with a letter more",
    NumberGrade.LETTER_OTHER: "same number with another letter",
    NumberGrade.NEAR: "number one digit out",
    NumberGrade.OTHER: "another number",
    NumberGrade.NOT_WRITTEN: "number not written",
    NumberGrade.NOT_RECORDED: "number written where the gazetteer has none",
}
_UNITS = {
    NumberGrade.EXACT: "same unit",
    NumberGrade.RANGE: "unit within the range",
    NumberGrade.LETTER_MISSING: "same unit without its letter",
    NumberGrade.LETTER_EXTRA: "same unit with a letter more",
    NumberGrade.LETTER_OTHER: "same unit with another letter",
    NumberGrade.NEAR: "unit one digit out",
    NumberGrade.OTHER: "another unit",
    NumberGrade.NOT_WRITTEN: "unit not written",
    NumberGrade.NOT_RECORDED: "a unit written where the gazetteer has none",
}


def _street(compared: Comparison) -> str:
    street = compared.street
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
    return (
        f"same {what}"
        if like == 1.0
        else f"{what} nearly the same"
        if like >= MATCH_THRESHOLD
        else f"{what} not written"
    )


def reasons(compared: Comparison) -> tuple[str, ...]:
    """Return what agrees and differs between an address and a candidate, number and street first."""
    numbers = compared.numbers
    sentences = [
        _HOUSES.get(numbers.house, ""),
        _UNITS.get(numbers.unit, ""),
        _named(compared.name, "name of the building"),
    ]
    sentences += [_named(compared.unit_name, "name of the unit"), _street(compared), _POSTCODES[compared.postcode]]
    if numbers.floor == NumberGrade.EXACT:
        sentences.append("same floor")
    if numbers.floor == NumberGrade.OTHER:
        sentences.append("another floor")
    if numbers.by_floor:
        sentences.append("floor taken for the number of the flat")
    if numbers.crossed:
        sentences.append("letter of the number taken for the flat")
    if compared.organisation >= MATCH_THRESHOLD:
        sentences.append("same organisation")
    return tuple(sentence for sentence in sentences if sentence)
