"""One cell of a supply into the text COPY takes for it, and a value of the gazetteer back into a cell: both pure."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from borough.places.rules.records import Day, Fact, Metres, Text, Whole

NULL = "\\N"
MOST_KEPT = 50_000
MOST_DIGITS = 15
_METRES = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,6})?")
_HOUSE_NUMBER = re.compile(r"([0-9]{1,4})([A-Z]{0,2})(?: ?- ?([0-9]{1,4})([A-Z]{0,2}))?")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
EMPTY = "It is empty, and the record needs it"

Read = Callable[[str], str]


class Wrong(ValueError):
    """A value will not do; the message says why."""


class Known(dict[str, str]):
    """What cells of a column were read as, so that each different one is worked out once."""

    def __init__(self, read: Read) -> None:
        """Remember what `read` makes of cells."""
        super().__init__()
        self.read = read

    def __missing__(self, text: str) -> str:
        """Read a cell not seen before."""
        if len(self) >= MOST_KEPT:
            self.clear()
        found = self[text] = self.read(text)
        return found


def reader_of(fact: Fact) -> Read:
    """What reads a cell that holds such a fact; it raises Wrong."""
    return Known(_reader_of(fact)).__getitem__


def _reader_of(fact: Fact) -> Read:
    if isinstance(fact, Text):
        return lambda text: _text(text, fact)
    if isinstance(fact, Whole):
        return lambda text: _whole(text, fact)
    if isinstance(fact, Metres):
        return lambda text: _metres(text, fact)
    return lambda text: _day(text, fact)


def _text(text: str, fact: Text) -> str:
    if fact.needed and not text.strip():
        raise Wrong(EMPTY)
    if len(text) > fact.longest:
        raise Wrong(f"It has {len(text)} characters; {fact.longest} is the most")
    if "\0" in text:
        raise Wrong("It has a character that is none (NUL)")
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


def _nothing(fact: Fact) -> str:
    if fact.needed:
        raise Wrong(EMPTY)
    return NULL


def _whole(text: str, fact: Whole) -> str:
    text = text.strip()
    if not text:
        return _nothing(fact)
    if not (text.isascii() and text.isdecimal()) or len(text) > MOST_DIGITS:
        raise Wrong("It is not a whole number")
    number = int(text)
    if fact.among and number not in fact.among:
        raise Wrong(f"It is none of {', '.join(str(int(one)) for one in sorted(fact.among))}")
    if not fact.among and not fact.least <= number <= fact.most:
        raise Wrong(f"It is not between {fact.least} and {fact.most}")
    return str(number)


def _metres(text: str, fact: Metres) -> str:
    text = text.strip()
    if not text:
        return _nothing(fact)
    if not _METRES.fullmatch(text):
        raise Wrong("It is not a distance in metres, like 358122.00")
    if float(text) > fact.most:
        raise Wrong(f"It is not on the National Grid: {fact.most} is the most")
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
    raise Wrong("It is not a date written like 2026-01-31")


def house_number(text: str, part: int) -> str:
    """A part of a house number written in one cell: start, suffix, end, suffix, numbered 0 to 3. Raises Wrong."""
    text = text.strip().upper()
    if not text:
        return ""
    found = _HOUSE_NUMBER.fullmatch(text)
    if not found:
        raise Wrong("It is not a house number, like 12, 12A or 12-14")
    return found[part + 1] or ""


def written(fact: Fact, value: object) -> str:
    """A value as the standard writes it in a cell: texts in quotation marks, metres with two places, dates as ISO."""
    if isinstance(fact, Text):
        return f'"{str(value).replace(chr(34), chr(34) * 2)}"'
    if value is None:
        return ""
    if isinstance(fact, Metres):
        return format(value, ".2f") if isinstance(value, Decimal | float) else str(value)
    return str(value)
