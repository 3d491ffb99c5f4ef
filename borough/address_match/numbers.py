"""Number comparison by role, house with house and flat with flat; 12 is not 21."""

from enum import IntEnum
from typing import Final, NamedTuple

from borough.address_match.parsed_parts import NO_FLOOR
from borough.address_match.tokeniser import Item


class NumberGrade(IntEnum):
    """How a written number compares with the gazetteer's."""

    NEITHER = 0
    EXACT = 1
    RANGE = 2  # one is a range containing the other
    LETTER_MISSING = 3  # 12 written, 12A in the data
    LETTER_EXTRA = 4  # 12A written, 12 in the data
    LETTER_OTHER = 5
    NEAR = 6  # one digit differs, is missing, or is transposed
    OTHER = 7
    NOT_WRITTEN = 8
    NOT_RECORDED = 9


MAX_SLASH_GAP: Final = 4
"""Maximum difference of numbers written with a slash for one building: 23/25 for 23-25."""


class HouseNumber(NamedTuple):
    """A building number range with suffixes: start to end; start is -1 if there is none."""

    start: int
    suffix: str
    end: int
    end_suffix: str


class NumberComparison(NamedTuple):
    """The result of comparing numbers. used: a bit for each item explained; `left`: how many are not explained."""

    house: NumberGrade
    unit: NumberGrade
    floor: NumberGrade
    swapped: bool  # the house number was in the unit's position
    crossed: bool  # 12A written for flat A of 12, or the reverse
    by_floor: bool  # flat 2 written for the first floor flat, or the reverse
    used: int
    left: int
    unit_left: int


def is_near(number: int, other: int) -> bool:
    """Return whether two numbers differ by one typing error: 12 and 13, 21, 112 or 2."""
    a, b = str(number), str(other)
    if len(a) == len(b):
        differ = [at for at in range(len(a)) if a[at] != b[at]]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            return a[differ[0]] == b[differ[1]] and a[differ[1]] == b[differ[0]]
        return len(differ) == 1 and len(a) > 1
    if abs(len(a) - len(b)) != 1:
        return False
    short, long = sorted((a, b), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def compare_house(item: Item, house: HouseNumber) -> NumberGrade:
    """Return how a written number compares with a building's."""
    if item.start == house.start and item.end == house.end:
        return _letters(item.suffix, house.suffix) if item.suffix != house.suffix else NumberGrade.EXACT
    last, item_last = max(house.end, house.start), max(item.end, item.start)
    if house.end >= 0 or item.end >= 0:
        if (house.start <= item.start <= last and item_last <= last) or (
            item.start <= house.start and last <= item_last
        ):
            return NumberGrade.RANGE
    elif item.start == house.start:
        return _letters(item.suffix, house.suffix)
    return NumberGrade.NEAR if is_near(item.start, house.start) else NumberGrade.OTHER


def _letters(written: str, recorded: str) -> NumberGrade:
    if written and recorded:
        return NumberGrade.EXACT if written == recorded else NumberGrade.LETTER_OTHER
    return NumberGrade.LETTER_EXTRA if written else NumberGrade.LETTER_MISSING


def compare_unit(item: Item, number: int, letter: str) -> NumberGrade:
    """Return how a written number or letter compares with a unit's."""
    if item.start == number:
        return NumberGrade.EXACT if item.suffix == letter else _letters(item.suffix, letter)
    if item.start >= 0 and number >= 0:
        if item.end >= 0 and item.start <= number <= item.end:
            return NumberGrade.RANGE
        return NumberGrade.NEAR if is_near(item.start, number) else NumberGrade.OTHER
    return NumberGrade.OTHER


class _Pool:
    """The written numbers that are not yet explained."""

    def __init__(self, items: list[Item], places: list[int]) -> None:
        self.items, self.free, self.used = items, list(places), 0

    def use(self, at: int) -> None:
        self.free.remove(at)
        self.used |= 1 << at

    def best(self, number: int, letter: str) -> tuple[NumberGrade, int]:
        """Return the unused number nearest to a unit's, by grade, then position."""
        graded = [(compare_unit(self.items[at], number, letter), at) for at in self.free]
        return min(graded, default=(NumberGrade.NOT_WRITTEN, -1))


def compare(
    items: list[Item],
    places: list[int],
    at: int,
    house: HouseNumber,
    units: tuple[tuple[int, str], ...],
    floor: tuple[int, int],
) -> NumberComparison:
    """Compare the written numbers with one line's.

    places: indices of the numbers among the items; at: the one before the street, -1 if there is none; floor: the
    written level and the line's level, NO_FLOOR if there is none.
    """
    pool = _Pool(items, places)
    of_house, swapped, crossed = NumberGrade.NEITHER, False, False
    if house.start >= 0:
        of_house, swapped, house_at = _house(pool, at, house, has_units=bool(units))
        if of_house == NumberGrade.LETTER_EXTRA and units and units[0] == (-1, items[house_at].suffix):
            of_house, units, crossed = NumberGrade.EXACT, units[1:], True
        elif of_house == NumberGrade.LETTER_MISSING and not units:
            crossed = _take_letter(pool, house.suffix)
            of_house = NumberGrade.EXACT if crossed else of_house
    grades = [_unit(pool, number, letter) for number, letter in units]
    of_unit = max(grades, default=NumberGrade.EXACT if crossed and not units else NumberGrade.NEITHER)
    of_floor, by_floor = _floors(pool, floor, units, of_unit)
    if of_house == NumberGrade.NEITHER and at in pool.free and not units:
        of_house = NumberGrade.NOT_RECORDED
    if not units and any(index != at and items[index].unit for index in pool.free) and not by_floor:
        of_unit = NumberGrade.NOT_RECORDED
    left_units = sum(items[index].unit for index in pool.free)
    return NumberComparison(
        of_house, of_unit, of_floor, swapped, crossed, by_floor, pool.used, len(pool.free), left_units
    )


def _house(pool: _Pool, at: int, house: HouseNumber, *, has_units: bool) -> tuple[NumberGrade, bool, int]:
    """Return the grade of the building number, whether it was in another position, and its item."""
    items = pool.items
    graded = compare_house(items[at], house) if at >= 0 and items[at].start >= 0 else NumberGrade.NOT_WRITTEN
    if graded == NumberGrade.EXACT and not has_units and _is_slashed(items[at]):
        graded = NumberGrade.RANGE
    if graded <= NumberGrade.LETTER_OTHER and not (items[at].unit and has_units and len(pool.free) == 1):
        pool.use(at)
        if (
            graded == NumberGrade.RANGE
            and items[at].end < 0
            and _other_end(pool, {house.start, house.end} - {items[at].start})
        ):
            graded = NumberGrade.EXACT
        return graded, items[at].unit, at
    for other in pool.free:
        if other != at and items[other].start >= 0 and compare_house(items[other], house) <= NumberGrade.LETTER_OTHER:
            result = compare_house(items[other], house)
            pool.use(other)
            return result, True, other
    if at < 0 or items[at].unit:
        return NumberGrade.NOT_WRITTEN, False, -1
    pool.use(at)
    return graded, False, at


def _is_slashed(item: Item) -> bool:
    """Return whether it is the second number of 23/25, which may be building 23-25; 3/12 is flat 3."""
    return item.before_slash >= 0 and 0 < item.start - item.before_slash <= MAX_SLASH_GAP


def _other_end(pool: _Pool, ends: set[int]) -> bool:
    """Return whether the other end of a range is written separately: 26/28 for 26-28."""
    for at in pool.free:
        if len(ends) == 1 and pool.items[at].start in ends and not pool.items[at].unit:
            pool.use(at)
            return True
    return False


def _take_letter(pool: _Pool, letter: str) -> bool:
    for at in pool.free:
        if pool.items[at].start < 0 and pool.items[at].suffix == letter:
            pool.use(at)
            return True
    return False


def _unit(pool: _Pool, number: int, letter: str) -> NumberGrade:
    graded, at = pool.best(number, letter)
    if graded <= NumberGrade.LETTER_OTHER or (graded <= NumberGrade.OTHER and at >= 0):
        pool.use(at)
    return graded


def _floors(
    pool: _Pool, floor: tuple[int, int], units: tuple[tuple[int, str], ...], of_unit: NumberGrade
) -> tuple[NumberGrade, bool]:
    """Compare floors, and return whether a floor on one side may be a number on the other."""
    written, recorded = floor
    if NO_FLOOR not in floor:
        return (NumberGrade.EXACT if written == recorded else NumberGrade.OTHER), False
    if written != NO_FLOOR:
        may = any(0 <= number - written <= 1 or letter == chr(65 + max(written, 0)) for number, letter in units)
        return NumberGrade.NOT_RECORDED, may and of_unit == NumberGrade.NOT_WRITTEN
    if recorded == NO_FLOOR:
        return NumberGrade.NEITHER, False
    for at in pool.free:
        item = pool.items[at]
        if item.unit and (0 <= item.start - recorded <= 1 or item.suffix == chr(65 + max(recorded, 0))):
            pool.use(at)
            return NumberGrade.NOT_WRITTEN, True
    return NumberGrade.NOT_WRITTEN, False
