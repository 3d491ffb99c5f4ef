"""Search terms of addresses and of typed text."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from borough.address_match.spelling import SPELLING, fold_spelling, normalise
from borough.address_match.types import Addressable, Line

MAX_TERMS: Final = 12
"""Maximum number of query words used; addresses have fewer, and more would only be slow."""
POSTAL: Final = "=POSTAL"
"""Marker term of a delivery address; it cannot be typed."""
UNIT_TERMS: Final = ("FLAT", "UNIT", "ROOM")
_WORD = re.compile(r"[0-9]+[A-Z]?(?![A-Z0-9])|[A-Z0-9]+")
_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][0-9A-Z]?) ?([0-9][A-Z]{2})\b")
_LETTER_AFTER = re.compile(r"\b([0-9]+) ([A-H])\b(?! [0-9])")


class SearchQuery(NamedTuple):
    """A parsed query: the words before the last, the last word, and whether it may be incomplete."""

    terms: tuple[str, ...]
    last: str
    is_prefix: bool


def parse_query(text: str) -> SearchQuery:
    """Parse typed text into words; the last may be incomplete unless followed by a space."""
    tidy = _LETTER_AFTER.sub(r"\1\2", _POSTCODE.sub(r"\1\2", normalise(text)))
    terms = list(dict.fromkeys(_WORD.findall(tidy)))[:MAX_TERMS]
    if not terms:
        return SearchQuery((), "", False)
    return SearchQuery(tuple(terms[:-1]), terms[-1], not text[-1:].isspace())


def terms_of(line: Line) -> str:
    """Return every search term of a line, as written and in normalised spelling, separated by spaces."""
    texts = (line.organisation, line.secondary.text, line.primary.text, line.street, line.locality, line.town)
    terms = [word for text in texts if text for word in _terms(text)]
    if line.post_town not in (line.town, line.locality):
        terms += _terms(line.post_town)
    terms += [*_numbers(line.secondary), *_numbers(line.primary), *_postcode(line.postcode)]
    if line.secondary.start is not None or line.secondary.text:
        terms += [word for word in UNIT_TERMS if word not in terms]
    return " ".join(dict.fromkeys(terms))


@lru_cache(maxsize=20_000)
def _terms(text: str) -> tuple[str, ...]:
    """Return the words of one address part, as written and normalised; cached, since streets and towns recur."""
    terms = _WORD.findall(normalise(text))
    return (*terms, *(fold_spelling(word) for word in terms if word in SPELLING))


def _numbers(addressable: Addressable) -> list[str]:
    """Return the terms of a number: 12A-14 is found by 12A, 12 and 14."""
    terms: list[str] = []
    for number, suffix in ((addressable.start, addressable.start_suffix), (addressable.end, addressable.end_suffix)):
        if number is not None:
            terms += [f"{number}{suffix}", str(number)]
    return terms


def _postcode(postcode: str) -> list[str]:
    """Return the terms of a postcode: PR7 4EX is found by PR74EX, which PR7 and PR74 begin, and by 4EX."""
    outcode, _, inward = postcode.partition(" ")
    return [outcode + inward, outcode, inward] if inward else [outcode] if outcode else []
