"""Postcodes as written: extraction, correction of typing errors, and comparison by character."""

import re
from enum import IntEnum
from typing import Final

_WRITTEN = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{2,4}?)[ .-]{0,2}([0-9OISL][A-Z0-9]{2})(?![A-Z0-9])")
_OUTCODE_SLIP = re.compile(r"[A-Z]{1,2}(?:[OIL]|[0-9][0-9A-Z]?|[OIL][0-9OIL])$")
_OUTCODE = re.compile(r"(?:[A-Z]{1,2}[0-9]{1,2}|[A-Z]{1,2}[0-9][A-Z])$")
_DISTRICT = re.compile(r"(?<=\w)[\s,]+[A-Za-z]{2}[0-9]{1,2}[\s,.]*$")
_INWARD = re.compile(r"[0-9][A-Z]{2}$")
_TO_DIGIT = str.maketrans("OILSBZ", "011582")
_TO_LETTER = str.maketrans("015280", "OISZBO")


class PostcodeGrade(IntEnum):
    """The similarity of two postcodes."""

    UNKNOWN = 0  # one of them is missing
    SAME = 1
    SLIP = 2  # one character differs, or two are swapped
    SECTOR = 3
    DISTRICT = 4
    AREA = 5
    FAR = 6


def parse_postcode(written: str) -> str:
    """Return a postcode as PR7 4EX, with O/0 and I/1 corrected by position; "" if it is not one."""
    joined = "".join(c for c in written.upper() if c.isalnum() and c.isascii())
    if not 5 <= len(joined) <= 7:
        return ""
    outcode, inward = joined[:-3], joined[-3:]
    if inward[0].isalpha() and inward[1].isdigit() and inward[2].isalpha():
        inward = inward[1] + inward[0] + inward[2]
    inward = inward[0].translate(_TO_DIGIT) + inward[1:].translate(_TO_LETTER)
    if not _OUTCODE.match(outcode):
        letters = 2 if len(outcode) > 1 and not outcode[1].isdigit() else 1
        mended = outcode[:letters].translate(_TO_LETTER) + outcode[letters:].translate(_TO_DIGIT)
        outcode = mended if _OUTCODE.match(mended) else outcode
    good = _OUTCODE.match(outcode) and _INWARD.match(inward)
    return f"{outcode} {inward}" if good else ""


def extract(text: str) -> tuple[str, str]:
    """Return the text without its postcode, and the (last) postcode, "" if there is none."""
    upper = text.upper()
    for match in reversed(list(_WRITTEN.finditer(upper))):
        likely = _OUTCODE_SLIP.match(match[1]) and any(c.isdigit() for c in match[0])
        if likely and len(upper) == len(text) and (postcode := parse_postcode(match[1] + match[2])):
            return f"{text[: match.start()]} {text[match.end() :]}", postcode
    return text, ""


def without_district(text: str) -> str:
    """Return the text without a trailing postcode district: CHORLEY PR7."""
    return _DISTRICT.sub("", text)


def fixed_width(postcode: str) -> str:
    """Return seven characters, the outward code padded to four, for comparison: "PR7 4EX" and "M1  1AA"."""
    outcode, _, inward = postcode.partition(" ")
    return f"{outcode:<4}{inward}"


def grade(postcode: str, other: str) -> PostcodeGrade:
    """Return the similarity of two normalised postcodes."""
    if not postcode or not other:
        return PostcodeGrade.UNKNOWN
    if postcode == other:
        return PostcodeGrade.SAME
    if is_slip(fixed_width(postcode), fixed_width(other)):
        return PostcodeGrade.SLIP
    if postcode[:-2] == other[:-2]:
        return PostcodeGrade.SECTOR
    if postcode[:-4] == other[:-4]:
        return PostcodeGrade.DISTRICT
    return PostcodeGrade.AREA if _area(postcode) == _area(other) else PostcodeGrade.FAR


def is_slip(postcode: str, other: str) -> bool:
    """Return whether two fixed-width postcodes differ in one position or one transposition."""
    places = [at for at in range(7) if postcode[at] != other[at]]
    if len(places) == 2 and places[1] - places[0] == 1:
        first, second = places
        return postcode[first] == other[second] and postcode[second] == other[first]
    return len(places) == 1


def _area(postcode: str) -> str:
    return postcode[:2] if postcode[1].isalpha() else postcode[:1]


LETTERS: Final = 7
"""Length of a fixed-width postcode."""
