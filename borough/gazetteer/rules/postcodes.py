"""How a postcode is written: upper case, with one space before its last three characters."""

import re

_SHAPE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})")


def normalise_postcode(text: str) -> str:
    """What someone typed as a postcode, as the gazetteer writes it; empty when it cannot be one.

    Source: the shapes of BS 7666 and Royal Mail, not whether the postcode exists.
    """
    match = _SHAPE.fullmatch(re.sub(r"[^A-Z0-9]", "", text.upper()))
    return f"{match[1]} {match[2]}" if match else ""
