"""Postcodes as they are written: found in a text, put right where a key slipped, and compared letter by letter."""

import re
from enum import IntEnum
from typing import Final

_WRITTEN = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{2,4}?)[ .-]{0,2}([0-9OISL][A-Z0-9]{2})(?![A-Z0-9])")
_OUTWARD_SLIP = re.compile(r"[A-Z]{1,2}(?:[OIL]|[0-9][0-9A-Z]?|[OIL][0-9OIL])$")
_OUTWARD = re.compile(r"(?:[A-Z]{1,2}[0-9]{1,2}|[A-Z]{1,2}[0-9][A-Z])$")
_DISTRICT = re.compile(r"(?<=\w)[\s,]+[A-Za-z]{2}[0-9]{1,2}[\s,.]*$")
_INWARD = re.compile(r"[0-9][A-Z]{2}$")
_TO_DIGIT = str.maketrans("OILSBZ", "011582")
_TO_LETTER = str.maketrans("015280", "OISZBO")


class Grade(IntEnum):
    """How near two postcodes are."""

    UNKNOWN = 0  # one of them is not written
    SAME = 1
    SLIP = 2  # one letter or digit differs, or two are swapped
    SECTOR = 3
    DISTRICT = 4
    AREA = 5
    FAR = 6


def tidy(written: str) -> str:
    """A postcode as PR7 4EX, with O and 0, I and 1 put right by their places; "" where it is not a postcode."""
    joined = "".join(c for c in written.upper() if c.isalnum() and c.isascii())
    if not 5 <= len(joined) <= 7:
        return ""
    outward, inward = joined[:-3], joined[-3:]
    if inward[0].isalpha() and inward[1].isdigit() and inward[2].isalpha():
        inward = inward[1] + inward[0] + inward[2]
    inward = inward[0].translate(_TO_DIGIT) + inward[1:].translate(_TO_LETTER)
    if not _OUTWARD.match(outward):
        letters = 2 if len(outward) > 1 and not outward[1].isdigit() else 1
        mended = outward[:letters].translate(_TO_LETTER) + outward[letters:].translate(_TO_DIGIT)
        outward = mended if _OUTWARD.match(mended) else outward
    good = _OUTWARD.match(outward) and _INWARD.match(inward)
    return f"{outward} {inward}" if good else ""


def take(text: str) -> tuple[str, str]:
    """The text without its postcode, and the postcode (the last one written), "" where there is none."""
    upper = text.upper()
    for found in reversed(list(_WRITTEN.finditer(upper))):
        likely = _OUTWARD_SLIP.match(found[1]) and any(c.isdigit() for c in found[0])
        if likely and len(upper) == len(text) and (postcode := tidy(found[1] + found[2])):
            return f"{text[: found.start()]} {text[found.end() :]}", postcode
    return text, ""


def without_district(text: str) -> str:
    """The text without the first half of a postcode at its end: CHORLEY PR7."""
    return _DISTRICT.sub("", text)


def fixed(postcode: str) -> str:
    """Seven characters, the outward part padded to four, so that places can be compared: "PR7 4EX" and "M1  1AA"."""
    outward, _, inward = postcode.partition(" ")
    return f"{outward:<4}{inward}"


def grade(one: str, other: str) -> Grade:
    """How near two tidy postcodes are."""
    if not one or not other:
        return Grade.UNKNOWN
    if one == other:
        return Grade.SAME
    if is_slip(fixed(one), fixed(other)):
        return Grade.SLIP
    if one[:-2] == other[:-2]:
        return Grade.SECTOR
    if one[:-4] == other[:-4]:
        return Grade.DISTRICT
    return Grade.AREA if _area(one) == _area(other) else Grade.FAR


def is_slip(one: str, other: str) -> bool:
    """True where two fixed postcodes differ in one place, or have two neighbours swapped."""
    places = [at for at in range(7) if one[at] != other[at]]
    if len(places) == 2 and places[1] - places[0] == 1:
        first, second = places
        return one[first] == other[second] and one[second] == other[first]
    return len(places) == 1


def _area(postcode: str) -> str:
    return postcode[:2] if postcode[1].isalpha() else postcode[:1]


LETTERS: Final = 7
"""Characters of a fixed postcode."""
