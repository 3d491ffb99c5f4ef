"""Report hand-typed addresses that were not found to the gazetteer officer."""

from datetime import datetime

from borough.gazetteer.actions.candidates import raise_candidate
from borough.gazetteer.rules.address_questions import digest_of
from borough.gazetteer.types import CandidateResult, CandidateSource


def report_missing_address(*, by: str, at: datetime, text: str, postcode: str) -> CandidateResult:
    """Raise a change candidate for an address as typed, once for the same text."""
    source_id = digest_of(text, postcode)
    return raise_candidate(
        by=by, at=at, source=CandidateSource.FORM, source_id=source_id, text=text, postcode=postcode[:12]
    )
