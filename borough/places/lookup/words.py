"""Words an address is found by, and words someone typed."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from borough.places.matching.words import SPELLING, fold, plain
from borough.places.types import Addressable, Line

MOST_WORDS: Final = 12
"""Words of a question that are looked for; an address has fewer, and more would only make the answer slow."""
POSTAL: Final = "=POSTAL"
"""Stands in the words of a line that letters go to; no one can type it."""
UNIT_WORDS: Final = ("FLAT", "UNIT", "ROOM")
_WORD = re.compile(r"[0-9]+[A-Z]?(?![A-Z0-9])|[A-Z0-9]+")
_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][0-9A-Z]?) ?([0-9][A-Z]{2})\b")
_LETTER_AFTER = re.compile(r"\b([0-9]+) ([A-H])\b(?! [0-9])")


class Typed(NamedTuple):
    """A question: the words before the last, the last word, and whether it may be only the beginning of one."""

    words: tuple[str, ...]
    last: str
    begun: bool


def asked(text: str) -> Typed:
    """What someone typed, as words to look for; the last may be half a word unless a space follows it."""
    tidy = _LETTER_AFTER.sub(r"\1\2", _POSTCODE.sub(r"\1\2", plain(text)))
    found = list(dict.fromkeys(_WORD.findall(tidy)))[:MOST_WORDS]
    if not found:
        return Typed((), "", False)
    return Typed(tuple(found[:-1]), found[-1], not text[-1:].isspace())


def of_line(line: Line) -> str:
    """Every word the line can be found by, as it stands and in its one spelling, with spaces between."""
    texts = (line.organisation, line.secondary.text, line.primary.text, line.street, line.locality, line.town)
    found = [word for text in texts if text for word in _words(text)]
    if line.post_town not in (line.town, line.locality):
        found += _words(line.post_town)
    found += [*_numbers(line.secondary), *_numbers(line.primary), *_postcode(line.postcode)]
    if line.secondary.start is not None or line.secondary.text:
        found += [word for word in UNIT_WORDS if word not in found]
    return " ".join(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    """The words of one part of an address, as they stand and in their one spelling; streets and towns are of many."""
    found = _WORD.findall(plain(text))
    return (*found, *(fold(word) for word in found if word in SPELLING))


def _numbers(thing: Addressable) -> list[str]:
    """12A-14 is found by 12A, 12 and 14."""
    found: list[str] = []
    for number, suffix in ((thing.start, thing.start_suffix), (thing.end, thing.end_suffix)):
        if number is not None:
            found += [f"{number}{suffix}", str(number)]
    return found


def _postcode(postcode: str) -> list[str]:
    """PR7 4EX is found by PR74EX, which PR7 and PR74 begin, and by 4EX."""
    outward, _, inward = postcode.partition(" ")
    return [outward + inward, outward, inward] if inward else [outward] if outward else []
