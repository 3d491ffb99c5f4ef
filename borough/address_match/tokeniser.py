"""Tokeniser: an address as items in order (words, numbers, unit letters, floors, positions)."""

import re
from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from borough.address_match.spelling import STREET_KINDS, fold_spelling, normalise


class ItemKind(IntEnum):
    """The kind of an item."""

    WORD = 0
    NUMBER = 1
    LETTER = 2
    UNIT = 3
    FLOOR = 4
    POSITION = 5


class Item(NamedTuple):
    """An item of an address. A number is start to end with suffixes; a floor is start (0 the ground).

    unit: a number or letter after a word such as FLAT. before_slash: the number before a slash, the 23 of 23/25.
    """

    kind: ItemKind
    word: str
    start: int = -1
    suffix: str = ""
    end: int = -1
    end_suffix: str = ""
    unit: bool = False
    before_slash: int = -1


UNITS: Final = frozenset(["FLAT", "UNIT", "ROOM", "SUITE", "STUDIO", "BEDSIT", "PENTHOUSE"])
UNITS_WITH_NUMBER: Final = frozenset(
    [
        "SHOP",
        "OFFICE",
        "PLOT",
        "PITCH",
        "CHALET",
        "CARAVAN",
        "BERTH",
        "MOORING",
        "WORKSHOP",
        "GARAGE",
        "KIOSK",
        "STALL",
        "BLOCK",
        "BAY",
        "LDG",
        "ANNEX",
        "DOOR",
        "HO",
        "COTT",
        "STABLE",
        "DESK",
        "POD",
        "CABIN",
    ]
)
STRUCTURE: Final = (
    "FLAT",
    "APARTMENT",
    "FLOOR",
    "GROUND",
    "FIRST",
    "SECOND",
    "THIRD",
    "BASEMENT",
    "UNIT",
    "STUDIO",
    "ANNEXE",
)
"""Words with structural meaning, corrected when misspelt."""
_ORDINALS = {"BASEMENT": -1, "GROUND": 0, "FIRST": 1, "SECOND": 2, "THIRD": 3, "FOURTH": 4, "FIFTH": 5, "SIXTH": 6}
_ORDINALS |= {"SEVENTH": 7, "EIGHTH": 8, "NINTH": 9, "TENTH": 10, "TOP": 99, "UPR": 98, "LWR": -1}
_POSITIONS = frozenset(["FRONT", "REAR", "LEFT", "RIGHT", "LHS", "RHS", "MIDDLE"])
_TOKEN = re.compile(
    r"\d{1,4} ?/ ?\d{1,4}(?![A-Z0-9])|\d{1,4}[A-Z]? ?- ?\d{1,4}[A-Z]?(?![A-Z0-9])|\d+(?:ST|ND|RD|TH)(?![A-Z0-9])"
    r"|\d{1,4}[A-Z](?![A-Z0-9])|\d+|[A-Z]\d{1,4}(?![A-Z0-9])|[^\W\d_]+"
)
_NUMBER = re.compile(r"(\d{1,4})([A-Z]?)(?: ?- ?(\d{1,4})([A-Z]?))?$")
_COMPASS = frozenset("NSEW")
_WIDEST = 150  # the widest number range of one building; a wider one is two numbers


def _numbers(token: str) -> list[Item]:
    """Return the items of a token with digits: 12, 12A, 12-14, and A1, which is compared as 1A."""
    if token[0].isalpha():
        return [Item(ItemKind.NUMBER, token, int(token[1:]), token[0])]
    first, slash, second = (part.strip() for part in token.partition("/"))
    if slash:
        return [
            Item(ItemKind.NUMBER, first, int(first)),
            Item(ItemKind.NUMBER, second, int(second), before_slash=int(first)),
        ]
    match = _NUMBER.match(token)
    if match is None:
        return [Item(ItemKind.WORD, token)]
    start, suffix, end, end_suffix = int(match[1]), match[2], match[3], match[4] or ""
    if end is None or (int(end) == start and end_suffix in {"", suffix}):
        return [Item(ItemKind.NUMBER, token, start, suffix)]
    if start <= int(end) <= start + _WIDEST:
        return [Item(ItemKind.NUMBER, token, start, suffix, int(end), end_suffix)]
    return [Item(ItemKind.NUMBER, match[1] + suffix, start, suffix), Item(ItemKind.NUMBER, end, int(end), end_suffix)]


def _is_number(tokens: list[str], at: int) -> bool:
    return at < len(tokens) and any(c.isdigit() for c in tokens[at])


def _floor(folded: list[str], at: int) -> tuple[Item, int] | None:
    """Return a floor that starts here, and its word count: FIRST FLOOR, LOWER GROUND FLOOR, BASEMENT."""
    word = folded[at]
    after = folded[at + 1] if at + 1 < len(folded) else ""
    level = _ORDINALS[word]
    if word == "LWR" and after in {"GROUND", "FLOOR", "FLAT"}:
        long = after == "GROUND" and folded[at + 2 : at + 3] == ["FLOOR"]
        return Item(ItemKind.FLOOR, "BASEMENT", -1), 3 if long else 2
    if (
        after == "AND"
        and folded[at + 2 : at + 3]
        and folded[at + 2] in _ORDINALS
        and folded[at + 3 : at + 4] == ["FLOOR"]
    ):
        return Item(ItemKind.FLOOR, f"{word} FLOOR", level), 4
    if _is_floor(after):
        return Item(ItemKind.FLOOR, f"{word} FLOOR", level), 2
    if word == "BASEMENT" or (after == "FLAT" and word != "UPR"):
        return Item(ItemKind.FLOOR, word, level), 1
    return None


def _is_floor(word: str) -> bool:
    """Return whether it is FLOOR or a misspelling; used only after FIRST or the like."""
    return word == "FLOOR" or (word[:1] == "F" and 4 < len(word) < 7 and OSA.distance(word, "FLOOR") <= 2)


def _letter(raw: str, tokens: list[str], at: int, before: Item | None) -> bool:
    """Return whether a single letter names a unit: FLAT B, or B before a number at the start."""
    if before is not None and before.kind == ItemKind.UNIT:
        return True
    if at or raw in _COMPASS:
        return False
    return _is_number(tokens, 1) or (raw < "M" and len(tokens) > 2 and len(tokens[1]) > 3 and _any_number(tokens))


def _any_number(tokens: list[str]) -> bool:
    return any(token[0].isdigit() for token in tokens)


def _add_word(items: list[Item], tokens: list[str], folded: list[str], at: int) -> int:
    """Append the item that starts at a word token; return how many tokens it took."""
    raw, word = tokens[at], folded[at]
    before = items[-1] if items else None
    if word in _ORDINALS and (floor := _floor(folded, at)):
        items.append(floor[0])
        return floor[1]
    if len(raw) == 1:
        if before is not None and before.kind == ItemKind.NUMBER and not before.suffix and before.end < 0:
            if raw not in _COMPASS and raw < "M":
                items[-1] = before._replace(word=before.word + raw, suffix=raw)
                return 1
        elif _letter(raw, tokens, at, before):
            items.append(Item(ItemKind.LETTER, raw, -1, raw, unit=before is not None))
            return 1
    if word in UNITS or (word in UNITS_WITH_NUMBER and _unit_follows(tokens, at)):
        items.append(Item(ItemKind.UNIT, word))
    else:
        position = word in _POSITIONS and not _names_street(folded, at)
        items.append(Item(ItemKind.POSITION if position else ItemKind.WORD, word))
    return 1


def _names_street(folded: list[str], at: int) -> bool:
    """Return whether it is a street name: FRONT in FRONT STREET, but not in FRONT PARK ROAD."""
    after = [word in STREET_KINDS for word in folded[at + 1 : at + 3]]
    return after[:1] == [True] and after[1:] != [True]


def _unit_follows(tokens: list[str], at: int) -> bool:
    """Return whether a unit number follows, not a house number before its street: SHOP 2, but HOUSE 2 HIGH ST."""
    if not _is_number(tokens, at + 1):
        return False
    return (
        at == 0
        or _is_number(tokens, at + 2)
        or fold_spelling(tokens[at]) not in {"HO", "COTT", "LDG", "ANNEX", "GARAGE"}
    )


def _merge_ranges(items: list[Item]) -> list[Item]:
    """Return the items with 12 AND 14, or 12 TO 14, merged into ranges."""
    for at in range(len(items) - 2, 0, -1):
        if items[at].word in {"AND", "TO"} and items[at - 1].kind == items[at + 1].kind == ItemKind.NUMBER:
            first, last = items[at - 1], items[at + 1]
            if first.end < 0 and last.end < 0 and first.start < last.start <= first.start + 30:
                both = first._replace(word=f"{first.word}-{last.word}", end=last.start, end_suffix=last.suffix)
                items[at - 1 : at + 2] = [both]
    return items


def _reorder(tokens: list[str]) -> list[str]:
    """Return the tokens with FLAT for F at the start, FLAT B for B FLAT, and SECOND FLOOR 41 for SECOND 41 FLOOR."""
    ordered = list(tokens)
    if len(ordered) > 1 and ordered[0] == "F" and (len(ordered[1]) == 1 or ordered[1][0].isdigit()):
        ordered[0] = "FLAT"
    if len(ordered) > 2 and len(ordered[0]) == 1 and ordered[0].isalpha() and fold_spelling(ordered[1]) in UNITS:
        ordered[:2] = [ordered[1], ordered[0]]
    for at in range(len(ordered) - 2):
        if (
            fold_spelling(ordered[at]) in _ORDINALS
            and _is_number(ordered, at + 1)
            and _is_floor(fold_spelling(ordered[at + 2]))
        ):
            ordered[at + 1 : at + 3] = ordered[at + 2], ordered[at + 1]
    return ordered


def tokenise(text: str, mend: Callable[[str], Iterable[str]] | None = None) -> list[Item]:
    """Return the items of a text in order; [] if it is empty. mend: returns the corrected words of a word."""
    tokens = _TOKEN.findall(normalise(text))
    if mend is not None:
        tokens = [word for token in tokens for word in (mend(token) if token.isalpha() else (token,))]
    tokens = _reorder(tokens)
    folded = [fold_spelling(token) for token in tokens]
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        if tokens[at][-1].isdigit() or (tokens[at][0].isdigit() and folded[at] == tokens[at]):
            unit = (
                bool(items)
                and items[-1].kind == ItemKind.UNIT
                and [item.kind for item in items[-2:-1]] != [ItemKind.FLOOR]
            )
            items += [item._replace(unit=unit and item.before_slash < 0) for item in _numbers(tokens[at])]
            at += 1
        else:
            at += _add_word(items, tokens, folded, at)
    return _merge_ranges(items)
