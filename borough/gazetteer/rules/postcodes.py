"""Postcode format: upper case, with one space before the last three characters."""

import re

_SHAPE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")


def normalise_postcode(text: str) -> str:
    """Return a typed postcode in the gazetteer's format; empty if invalid.

    Source: the formats of BS 7666 and Royal Mail, without checking that the postcode exists.
    """
    match = _SHAPE.fullmatch(re.sub(r"[^A-Z0-9]", "", text.upper()))
    return f"{match[1]} {match[2]}" if match else ""
