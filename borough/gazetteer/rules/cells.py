"""Conversion of supply cells to COPY text, and of gazetteer values to cells; pure functions."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from borough.gazetteer.rules.records import Day, Fact, Integer, Metres, Text

NULL = "\\N"
MAX_CACHED = 50_000
MOST_DIGITS = 15
_METRES = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,6})?")
_HOUSE_NUMBER = re.compile(r"([0-9]{1,4})([A-Z]{0,2})(?: ?- ?([0-9]{1,4})([A-Z]{0,2}))?")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
EMPTY = "It is empty, and the record needs it"

Read = Callable[[str], str]


class InvalidCell(ValueError):
    """A value is invalid; the message says why."""


class CellCache(dict[str, str]):
    """A cache of parsed cells, so that each distinct value is parsed once."""

    def __init__(self, read: Read) -> None:
        """Cache the results of `read`."""
        super().__init__()
        self.read = read

    def __missing__(self, text: str) -> str:
        """Parse a new cell."""
        if len(self) >= MAX_CACHED:
            self.clear()
        value = self[text] = self.read(text)
        return value


def reader_of(fact: Fact) -> Read:
    """Return the parser of a fact's cells; it raises InvalidCell."""
    return CellCache(_reader_of(fact)).__getitem__


def _reader_of(fact: Fact) -> Read:
    if isinstance(fact, Text):
        return lambda text: _text(text, fact)
    if isinstance(fact, Integer):
        return lambda text: _integer(text, fact)
    if isinstance(fact, Metres):
        return lambda text: _metres(text, fact)
    return lambda text: _day(text, fact)


def _text(text: str, fact: Text) -> str:
    if fact.needed and not text.strip():
        raise InvalidCell(EMPTY)
    if len(text) > fact.longest:
        raise InvalidCell(f"It has {len(text)} characters; {fact.longest} is the most")
    if "\0" in text:
        raise InvalidCell("It has a character that is none (NUL)")
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


def _nothing(fact: Fact) -> str:
    if fact.needed:
        raise InvalidCell(EMPTY)
    return NULL


def _integer(text: str, fact: Integer) -> str:
    text = text.strip()
    if not text:
        return _nothing(fact)
    if not (text.isascii() and text.isdecimal()) or len(text) > MOST_DIGITS:
        raise InvalidCell("It is not a whole number")
    number = int(text)
    if fact.among and number not in fact.among:
        raise InvalidCell(f"It is none of {', '.join(str(int(code)) for code in sorted(fact.among))}")
    if not fact.among and not fact.least <= number <= fact.most:
        raise InvalidCell(f"It is not between {fact.least} and {fact.most}")
    return str(number)


def _metres(text: str, fact: Metres) -> str:
    text = text.strip()
    if not text:
        return _nothing(fact)
    if not _METRES.fullmatch(text):
        raise InvalidCell("It is not a distance in metres, like 358122.00")
    if float(text) > fact.most:
        raise InvalidCell(f"It is not on the National Grid: {fact.most} is the most")
    return text


def _day(text: str, fact: Day) -> str:
    text = text.strip()
    if not text:
        return _nothing(fact)
    try:
        if len(text) == 10:
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise InvalidCell("It is not a date written like 2026-01-31")


def house_number(text: str, part: int) -> str:
    """Return a part of a house number in one cell: start, suffix, end, suffix, numbered 0 to 3.

    Raises InvalidCell.
    """
    text = text.strip().upper()
    if not text:
        return ""
    match = _HOUSE_NUMBER.fullmatch(text)
    if not match:
        raise InvalidCell("It is not a house number, like 12, 12A or 12-14")
    return match[part + 1] or ""


def format_cell(fact: Fact, value: object) -> str:
    """Format a value as in the standard: text in quotation marks, metres with two decimals, ISO dates."""
    if isinstance(fact, Text):
        return f'"{str(value).replace(chr(34), chr(34) * 2)}"'
    if value is None:
        return ""
    if isinstance(fact, Metres):
        return format(value, ".2f") if isinstance(value, Decimal | float) else str(value)
    return str(value)
