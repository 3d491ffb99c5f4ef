"""Address composition: the single-line form of a geographic address, and its envelope lines."""

from borough.address_match.types import Addressable, Line

STREET_RECORD = "STREET RECORD"


def number(addressable: Addressable) -> str:
    """Return the number of an addressable object as written: 12, 12A, 12A-14."""
    if addressable.start is None:
        return ""
    end = f"-{addressable.end}{addressable.end_suffix}" if addressable.end is not None else ""
    return f"{addressable.start}{addressable.start_suffix}{end}"


def lines(of: Line) -> list[str]:
    """Return the address lines, without the postcode.

    Source: the composition rule that Ordnance Survey publishes for geographic addresses; unlike its script, no
    comma is put after a number with a suffix ("12A, HIGH STREET").
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
    """Return the address on one line: 2 THE MALTINGS, 12A HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX."""
    return ", ".join([*lines(of), *([of.postcode] if of.postcode else [])])
