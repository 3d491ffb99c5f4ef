"""How an address is composed from its parts: the single line of a geographic address, and its lines on an envelope."""

from borough.gazetteer.types import Addressable, Line

STREET_RECORD = "STREET RECORD"


def number(addressable: Addressable) -> str:
    """The number of an addressable object as it is written: 12, 12A, 12A-14."""
    if addressable.start is None:
        return ""
    end = f"-{addressable.end}{addressable.end_suffix}" if addressable.end is not None else ""
    return f"{addressable.start}{addressable.start_suffix}{end}"


def lines(of: Line) -> list[str]:
    """The address line by line, without the postcode.

    Source: the composition rule Ordnance Survey publishes for geographic addresses; where its script puts a comma after
    a number with a suffix ("12A, HIGH STREET") none is put here.
    """
    secondary, primary = number(of.secondary), number(of.primary)
    parts = [of.organisation, of.secondary.text]
    if secondary and of.primary.text:
        parts.append(f"{secondary} {of.primary.text}")
    else:
        parts += [secondary, of.primary.text]
    parts.append(f"{primary} {of.street}".strip())
    town = of.town if of.town != of.locality else ""
    return [part for part in (*parts, of.locality, town) if part]


def single_line(of: Line) -> str:
    """The address on one line: 2 THE MALTINGS, 12A HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX."""
    return ", ".join([*lines(of), *([of.postcode] if of.postcode else [])])
