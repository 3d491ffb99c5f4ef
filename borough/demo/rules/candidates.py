"""Invented errors in the invented gazetteer: change candidates for the officer's queue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from borough.gazetteer.types import CandidateSource, Line

MARK = "CANARY-4GZT8CND"  # marker that access tests search for on every page


@dataclass(frozen=True)
class InventedCandidate:
    """A candidate: days waiting, the reported address, and its property if known."""

    source: CandidateSource
    source_id: str
    days: int
    text: str
    postcode: str
    note: str
    uprn: int | None = None
    usrn: int | None = None


def invented_candidates(lines: Sequence[Line]) -> Iterator[InventedCandidate]:
    """Yield a dozen candidates about a dozen properties, longest waiting first."""
    tales = (
        (CandidateSource.LETTER, "{n}A {street}", "Returned marked “no such address”.", False),
        (CandidateSource.FORM, "Flat 3, {n} {street}", "Typed by hand in the form for a garden waste bin.", False),
        (CandidateSource.CREW, "{n} {street}", "The house is gone; the plot is fenced. Do we still collect?", True),
        (CandidateSource.CONTACT, "Invented Cottage, {street}", "The caller says it has no number now.", True),
        (CandidateSource.STAFF, "{n} and {next} {street}", "Knocked into one surgery, says the licensing team.", True),
        (CandidateSource.MATCH, "Unit {n} Invented Mill, {street}", "Nothing in the gazetteer is like it.", False),
        (CandidateSource.HEALTH, "{n} {street}", "Check 2400062: it is postal, yet has no post town.", True),
        (CandidateSource.LETTER, "{n} {street}", "Returned marked “gone away, flats now”.", True),
        (CandidateSource.FORM, "{next}B {street}", "Typed by hand in the form for a missed bin.", False),
        (CandidateSource.CREW, "Plot 4, off {street}", "Three new houses lived in, no numbers on the doors.", False),
        (CandidateSource.CONTACT, "{n} {street}", "The caller gives another postcode for it.", True),
        (CandidateSource.STAFF, "{next} {street}, rear", f"A workshop is let. {MARK}", False),
    )
    for number, (line, (source, text, note, known)) in enumerate(zip(lines, tales, strict=False)):
        house = line.primary.start or number + 1
        street = line.street.title()
        yield InventedCandidate(
            source,
            f"demonstration-{number + 1}",
            40 - number * 3,
            text.format(n=house, next=house + 2, street=street),
            line.postcode,
            note,
            line.uprn if known else None,
            line.usrn,
        )
