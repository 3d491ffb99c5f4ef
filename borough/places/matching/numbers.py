"""Numbers compared as numbers and by what they number, house with house and flat with flat; 12 is not 21."""

from enum import IntEnum
from typing import Final, NamedTuple

from borough.places.matching.parts import NO_FLOOR
from borough.places.matching.reading import Item


class Same(IntEnum):
    """How a number written compares with the gazetteer's."""

    NEITHER = 0
    EXACT = 1
    RANGE = 2  # one is a range and holds the other
    LETTER_MISSING = 3  # 12 written, 12A kept
    LETTER_EXTRA = 4  # 12A written, 12 kept
    LETTER_OTHER = 5
    NEAR = 6  # one digit differs, is missing, or is swapped with its neighbour
    OTHER = 7
    NOT_WRITTEN = 8
    NOT_KEPT = 9


SLASHED: Final = 4
"""How far apart the numbers of one building stand that are written with a slash: 23/25 for 23-25."""


class House(NamedTuple):
    """The number of a building: start to end with letters; start is -1 where it has none."""

    start: int
    suffix: str
    end: int
    end_suffix: str


class Numbers(NamedTuple):
    """What came of comparing. used: a bit for each item explained; the rest of the numbers written are `left`."""

    house: Same
    unit: Same
    floor: Same
    swapped: bool  # the house's number was found where a unit's would stand
    crossed: bool  # 12A written for flat A of 12, or flat A of 12 for 12A
    by_floor: bool  # flat 2 written for the first floor flat, or the other way about
    used: int
    left: int
    unit_left: int


def is_near(one: int, other: int) -> bool:
    """True where two numbers are a slip of a key apart: 12 and 13, 21, 112 or 2."""
    a, b = str(one), str(other)
    if len(a) == len(b):
        differ = [at for at in range(len(a)) if a[at] != b[at]]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            return a[differ[0]] == b[differ[1]] and a[differ[1]] == b[differ[0]]
        return len(differ) == 1 and len(a) > 1
    if abs(len(a) - len(b)) != 1:
        return False
    short, long = sorted((a, b), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def compare_house(item: Item, house: House) -> Same:
    """How one number written compares with a building's."""
    if item.start == house.start and item.end == house.end:
        return _letters(item.suffix, house.suffix) if item.suffix != house.suffix else Same.EXACT
    last, item_last = max(house.end, house.start), max(item.end, item.start)
    if house.end >= 0 or item.end >= 0:
        if (house.start <= item.start <= last and item_last <= last) or (
            item.start <= house.start and last <= item_last
        ):
            return Same.RANGE
    elif item.start == house.start:
        return _letters(item.suffix, house.suffix)
    return Same.NEAR if is_near(item.start, house.start) else Same.OTHER


def _letters(written: str, kept: str) -> Same:
    if written and kept:
        return Same.EXACT if written == kept else Same.LETTER_OTHER
    return Same.LETTER_EXTRA if written else Same.LETTER_MISSING


def compare_unit(item: Item, number: int, letter: str) -> Same:
    """How one number or letter written compares with a unit's."""
    if item.start == number:
        return Same.EXACT if item.suffix == letter else _letters(item.suffix, letter)
    if item.start >= 0 and number >= 0:
        if item.end >= 0 and item.start <= number <= item.end:
            return Same.RANGE
        return Same.NEAR if is_near(item.start, number) else Same.OTHER
    return Same.OTHER


class _Pool:
    """The numbers written that are not yet explained."""

    def __init__(self, items: list[Item], places: list[int]) -> None:
        self.items, self.free, self.used = items, list(places), 0

    def use(self, at: int) -> None:
        self.free.remove(at)
        self.used |= 1 << at

    def best(self, number: int, letter: str) -> tuple[Same, int]:
        """The free number nearest to a unit's, by grade then place."""
        graded = [(compare_unit(self.items[at], number, letter), at) for at in self.free]
        return min(graded, default=(Same.NOT_WRITTEN, -1))


def compare(
    items: list[Item],
    places: list[int],
    at: int,
    house: House,
    units: tuple[tuple[int, str], ...],
    floor: tuple[int, int],
) -> Numbers:
    """Compare the numbers written with one line's.

    places: where the numbers are among the items; at: which is before the street, -1 where none is; floor: the level
    written and the level kept, NO_FLOOR where there is none.
    """
    pool = _Pool(items, places)
    of_house, swapped, crossed = Same.NEITHER, False, False
    if house.start >= 0:
        of_house, swapped, found = _house(pool, at, house, has_units=bool(units))
        if of_house == Same.LETTER_EXTRA and units and units[0] == (-1, items[found].suffix):
            of_house, units, crossed = Same.EXACT, units[1:], True
        elif of_house == Same.LETTER_MISSING and not units:
            crossed = _take_letter(pool, house.suffix)
            of_house = Same.EXACT if crossed else of_house
    grades = [_unit(pool, number, letter) for number, letter in units]
    of_unit = max(grades, default=Same.EXACT if crossed and not units else Same.NEITHER)
    of_floor, by_floor = _floors(pool, floor, units, of_unit)
    if of_house == Same.NEITHER and at in pool.free and not units:
        of_house = Same.NOT_KEPT
    if not units and any(one != at and items[one].unit for one in pool.free) and not by_floor:
        of_unit = Same.NOT_KEPT
    left_units = sum(items[one].unit for one in pool.free)
    return Numbers(of_house, of_unit, of_floor, swapped, crossed, by_floor, pool.used, len(pool.free), left_units)


def _house(pool: _Pool, at: int, house: House, *, has_units: bool) -> tuple[Same, bool, int]:
    """The grade of the building's number, whether it stood elsewhere, and which item it was."""
    items = pool.items
    graded = compare_house(items[at], house) if at >= 0 and items[at].start >= 0 else Same.NOT_WRITTEN
    if graded == Same.EXACT and not has_units and _slashed(items[at]):
        graded = Same.RANGE
    if graded <= Same.LETTER_OTHER and not (items[at].unit and has_units and len(pool.free) == 1):
        pool.use(at)
        if (
            graded == Same.RANGE
            and items[at].end < 0
            and _other_end(pool, {house.start, house.end} - {items[at].start})
        ):
            graded = Same.EXACT
        return graded, items[at].unit, at
    for other in pool.free:
        if other != at and items[other].start >= 0 and compare_house(items[other], house) <= Same.LETTER_OTHER:
            found = compare_house(items[other], house)
            pool.use(other)
            return found, True, other
    if at < 0 or items[at].unit:
        return Same.NOT_WRITTEN, False, -1
    pool.use(at)
    return graded, False, at


def _slashed(item: Item) -> bool:
    """True of the second number of 23/25, which may be the building 23-25; 3/12 is flat 3."""
    return item.beside >= 0 and 0 < item.start - item.beside <= SLASHED


def _other_end(pool: _Pool, ends: set[int]) -> bool:
    """True where the other end of a range is written apart: 26/28 for 26-28."""
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


def _unit(pool: _Pool, number: int, letter: str) -> Same:
    graded, at = pool.best(number, letter)
    if graded <= Same.LETTER_OTHER or (graded <= Same.OTHER and at >= 0):
        pool.use(at)
    return graded


def _floors(
    pool: _Pool, floor: tuple[int, int], units: tuple[tuple[int, str], ...], of_unit: Same
) -> tuple[Same, bool]:
    """How floors compare, and whether one side has a floor where the other has a number that may mean it."""
    written, kept = floor
    if NO_FLOOR not in floor:
        return (Same.EXACT if written == kept else Same.OTHER), False
    if written != NO_FLOOR:
        may = any(0 <= number - written <= 1 or letter == chr(65 + max(written, 0)) for number, letter in units)
        return Same.NOT_KEPT, may and of_unit == Same.NOT_WRITTEN
    if kept == NO_FLOOR:
        return Same.NEITHER, False
    for at in pool.free:
        item = pool.items[at]
        if item.unit and (0 <= item.start - kept <= 1 or item.suffix == chr(65 + max(kept, 0))):
            pool.use(at)
            return Same.NOT_WRITTEN, True
    return Same.NOT_WRITTEN, False
