"""A text of a gazetteer's line read once: the numbers and letters that tell units apart, its floor and its words."""

from functools import lru_cache
from typing import Final, NamedTuple

from borough.places.matching.reading import Kind, read
from borough.places.types import Addressable

NO_FLOOR: Final = -9


class Part(NamedTuple):
    """What one text says: ids are (number or -1, letter), floor is NO_FLOOR where none is named."""

    ids: tuple[tuple[int, str], ...]
    floor: int
    positions: frozenset[str]
    words: tuple[str, ...]
    joined: str
    unit: str
    items: tuple[str, ...]


EMPTY: Final = Part((), NO_FLOOR, frozenset(), (), "", "", ())


@lru_cache(maxsize=200_000)
def part(text: str) -> Part:
    """A text read into a part. Kept in memory: the same few texts are asked for again and again."""
    if not text:
        return EMPTY
    items = read(text)
    words = tuple(one.word for one in items if one.kind == Kind.WORD)
    floors = [one.start for one in items if one.kind == Kind.FLOOR]
    return Part(
        tuple((one.start, one.suffix) for one in items if one.kind in {Kind.NUMBER, Kind.LETTER}),
        floors[0] if floors else NO_FLOOR,
        frozenset(one.word for one in items if one.kind == Kind.POSITION),
        words,
        "".join(words),
        next((one.word for one in items if one.kind == Kind.UNIT), ""),
        tuple(one.word for one in items),
    )


def number_word(thing: Addressable) -> str:
    """A number as an item's word is: 12A-14."""
    if thing.start is None:
        return ""
    end = f"-{thing.end}{thing.end_suffix}" if thing.end is not None and thing.end != thing.start else ""
    return f"{thing.start}{thing.start_suffix}{end}"
