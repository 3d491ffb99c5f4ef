"""Demonstration addresses as people write them, some of which are ambiguous."""

from collections.abc import Sequence

from borough.gazetteer.types import Line

MARK = "CANARY-8MTC3HSE Cottage, Invented Row"
"""Marker that access tests search for on every page."""
OTHER_KINDS = {"STREET": "Road", "ROAD": "Street", "LANE": "Road", "CLOSE": "Drive", "DRIVE": "Close", "AVENUE": "Way"}


def texts(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Return texts and postcodes with errors: wrong street type, extra letter, missing or made-up flat."""
    rows = [(MARK, "")]
    for at, line in enumerate(candidate for candidate in lines if candidate.primary.start and candidate.street):
        street, number = line.street.title().replace("'S", "'s"), str(line.primary.start)
        *name, kind = street.split()
        wrong = OTHER_KINDS.get(kind.upper(), "Gardens")
        written = (
            (f"{number} {' '.join([*name, wrong])}", line.postcode),
            (f"{number}A {street}", line.postcode),
            (f"Flat {at % 7 + 1}, {number} {street}", line.postcode),
            (f"{number} {street}, {line.town.title()}", ""),
        )
        rows.append(written[at % len(written)])
    return rows
