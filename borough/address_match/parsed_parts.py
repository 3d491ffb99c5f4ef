"""Parsed text of a gazetteer line: unit numbers and letters, floor and words."""

from functools import lru_cache
from typing import Final, NamedTuple

from borough.address_match.tokeniser import ItemKind, tokenise
from borough.address_match.types import Addressable

NO_FLOOR: Final = -9


class Part(NamedTuple):
    """A parsed text: ids are (number or -1, letter), floor is NO_FLOOR if none is named."""

    ids: tuple[tuple[int, str], ...]
    floor: int
    positions: frozenset[str]
    tokens: tuple[str, ...]
    joined: str
    unit: str
    items: tuple[str, ...]


EMPTY: Final = Part((), NO_FLOOR, frozenset(), (), "", "", ())


@lru_cache(maxsize=200_000)
def parse_part(text: str) -> Part:
    """Parse a text. Cached, since the same few texts recur."""
    if not text:
        return EMPTY
    items = tokenise(text)
    tokens = tuple(item.word for item in items if item.kind == ItemKind.WORD)
    floors = [item.start for item in items if item.kind == ItemKind.FLOOR]
    return Part(
        tuple((item.start, item.suffix) for item in items if item.kind in {ItemKind.NUMBER, ItemKind.LETTER}),
        floors[0] if floors else NO_FLOOR,
        frozenset(item.word for item in items if item.kind == ItemKind.POSITION),
        tokens,
        "".join(tokens),
        next((item.word for item in items if item.kind == ItemKind.UNIT), ""),
        tuple(item.word for item in items),
    )


def number_word(addressable: Addressable) -> str:
    """Return a number in the form of an item's word: 12A-14."""
    if addressable.start is None:
        return ""
    end = (
        f"-{addressable.end}{addressable.end_suffix}"
        if addressable.end is not None and addressable.end != addressable.start
        else ""
    )
    return f"{addressable.start}{addressable.start_suffix}{end}"
