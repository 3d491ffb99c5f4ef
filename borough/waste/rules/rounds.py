"""Validation of a line in a list of rounds."""

from collections.abc import Container, Mapping
from datetime import date

from borough.kernel.refusals import Refused
from borough.waste.rules.calendar import check_plan
from borough.waste.types.rounds import COLUMNS, RoundFacts, RoundLine

LARGEST_UPRN = 999_999_999_999
LONGEST_CODE, LONGEST_CREW = 40, 60


def check_header(header: list[str]) -> None:
    """Raise Refused with the columns that the header lacks."""
    if lacking := [name for name in COLUMNS[:-1] if name not in header]:
        raise Refused(f"The list has no column {', '.join(lacking)}. Its first row must be: {','.join(COLUMNS)}")


def uprn_of(text: str) -> int | None:
    """Return a unique property reference number, or None if invalid."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text) <= LARGEST_UPRN else None


def line_of(row: Mapping[str, str], streams: Container[str]) -> RoundLine:
    """Return a row of the list as a line. Raises Refused with a message."""
    uprn, stream, code = uprn_of(row["uprn"]), row["stream"].strip(), row["round"].strip()
    if uprn is None:
        raise Refused("The UPRN is not a number of up to 12 digits")
    if stream not in streams:
        raise Refused("The stream is not one we collect")
    if not 0 < len(code) <= LONGEST_CODE:
        raise Refused(f"The round must have a name of up to {LONGEST_CODE} characters")
    crew = row.get("crew", "").strip()
    if len(crew) > LONGEST_CREW:
        raise Refused(f"The crew’s name must be {LONGEST_CREW} characters or less")
    return RoundLine(uprn, code, RoundFacts(stream, _day(row["first_on"]), _weeks(row), crew))


def _weeks(row: Mapping[str, str]) -> int:
    try:
        weeks = int(row["every_weeks"])
    except ValueError:
        raise Refused("The number of weeks is not a number") from None
    check_plan(first_on=_day(row["first_on"]), every_weeks=weeks)
    return weeks


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refused("The first day must be written like 2026-01-05") from None
