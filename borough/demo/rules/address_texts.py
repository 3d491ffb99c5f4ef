"""Addresses of the demonstration as people write them, some of which no one can be sure of."""

from collections.abc import Sequence

from borough.gazetteer.types import Line

MARK = "CANARY-8MTC3HSE Cottage, Invented Row"
"""Looked for on every page by whoever checks who sees what."""
OTHER_KINDS = {"STREET": "Road", "ROAD": "Street", "LANE": "Road", "CLOSE": "Drive", "DRIVE": "Close", "AVENUE": "Way"}


def texts(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Texts and postcodes: the last word of the street mistaken, a letter too many, the flat left out or made up."""
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
