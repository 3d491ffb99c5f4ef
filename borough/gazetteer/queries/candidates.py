"""Change candidates: the queue, details, and counts by state."""

from dataclasses import fields

from django.db.models import Count

from borough.gazetteer.models import Candidate
from borough.gazetteer.types import CandidateDetail, CandidateSource, CandidateState

FACTS = [field.name for field in fields(CandidateDetail)]


def candidate(reference: str) -> CandidateDetail | None:
    """Return the candidate of a reference; None if there is none."""
    row = Candidate.objects.filter(reference=reference).first()
    return _detail(row) if row else None


def candidates(
    *,
    states: tuple[CandidateState, ...] = (),
    source: CandidateSource | None = None,
    uprn: int | None = None,
    after: int = 0,
    limit: int = 50,
) -> list[CandidateDetail]:
    """Return candidates after an ID, oldest first. states: only these; empty means any."""
    rows = Candidate.objects.filter(id__gt=after)
    if states:
        rows = rows.filter(state__in=[state.value for state in states])
    if source:
        rows = rows.filter(source=source.value)
    if uprn is not None:
        rows = rows.filter(uprn=uprn)
    return [_detail(row) for row in rows.order_by("id")[:limit]]


def count_candidates() -> dict[CandidateState, int]:
    """Return the number of candidates in each state, including zeros."""
    counted = dict(Candidate.objects.values_list("state").annotate(n=Count("id")))
    return {state: counted.get(state.value, 0) for state in CandidateState}


def _detail(row: Candidate) -> CandidateDetail:
    facts = {name: getattr(row, name) for name in FACTS}
    return CandidateDetail(**facts | {"source": CandidateSource(row.source), "state": CandidateState(row.state)})
