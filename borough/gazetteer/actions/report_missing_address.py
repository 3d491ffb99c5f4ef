"""Tell the gazetteer officer of an address that someone typed by hand and that is not found."""

from datetime import datetime

from borough.gazetteer.actions.candidates import raise_candidate
from borough.gazetteer.rules.address_questions import digest_of
from borough.gazetteer.types import CandidateResult, CandidateSource


def report_missing_address(*, by: str, at: datetime, text: str, postcode: str) -> CandidateResult:
    """Raise a change candidate for an address as it was typed, once for the same text whoever types it."""
    source_id = digest_of(text, postcode)
    return raise_candidate(
        by=by, at=at, source=CandidateSource.FORM, source_id=source_id, text=text, postcode=postcode[:12]
    )
