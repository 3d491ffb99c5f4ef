"""Raise, assign, unassign and decide change candidates."""

from datetime import datetime
from typing import Any

from django.db import transaction

from borough.foundation import audit, events
from borough.foundation.db import locks
from borough.gazetteer.models import Candidate, Property
from borough.gazetteer.rules import candidates as rules
from borough.gazetteer.types import CandidateDecided, CandidateRaised, CandidateResult, CandidateSource, CandidateState
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused


def raise_candidate(
    *,
    by: str,
    at: datetime,
    source: CandidateSource,
    source_id: str,
    text: str,
    postcode: str = "",
    uprn: int | None = None,
    usrn: int | None = None,
    note: str = "",
    person_id: int | None = None,
) -> CandidateResult:
    """Report a possible omission or error in the gazetteer; return the candidate's reference.

    source_id: the source's own reference. A repeated source and reference return the existing candidate, whatever
    the other arguments. person_id: the person whose address it is, if known, so that it is deleted on erasure.
    Raises Refused with a message.
    """
    text, note = " ".join(text.split()), note.strip()
    postcode = rules.postcode_or_text(postcode)
    rules.check_can_raise(source_id=source_id, text=text, postcode=postcode, uprn=uprn, usrn=usrn, note=note)
    with transaction.atomic():
        locks.lock(f"candidate {source} {source_id}")
        there = Candidate.objects.filter(source=source.value, source_id=source_id).first()
        if there:
            return CandidateResult(there.reference, existed=True)
        row = Candidate.objects.create(
            reference=new_reference(),
            source=source.value,
            source_id=source_id,
            text=text,
            postcode=postcode,
            uprn=uprn,
            usrn=usrn,
            note=note,
            person_id=person_id,
            raised_by=by,
            raised_at=at,
        )
        position = _record(by, at, "gazetteer.raise_candidate", row, {"source": source.value})
        events.publish(CandidateRaised(row.reference, source.value), at=at, position=position)
    return CandidateResult(row.reference)


def assign_candidate(*, by: str, at: datetime, reference: str) -> None:
    """Assign a waiting candidate to an officer; repeating by the same officer has no effect. Raises Refused."""
    with transaction.atomic():
        row = lock_candidate(reference)
        if (row.state, row.assigned_by) == (CandidateState.IN_HAND, by):
            return
        rules.check_can_assign(CandidateState(row.state))
        row.state, row.assigned_by, row.assigned_at = CandidateState.IN_HAND.value, by, at
        row.save(update_fields=["state", "assigned_by", "assigned_at"])
        _record(by, at, "gazetteer.take_candidate", row, {})


def unassign_candidate(*, by: str, at: datetime, reference: str) -> None:
    """Return an assigned candidate to the queue. Raises Refused."""
    with transaction.atomic():
        row = lock_candidate(reference)
        rules.check_can_unassign(CandidateState(row.state))
        before, row.state, row.assigned_by, row.assigned_at = row.assigned_by, CandidateState.WAITING.value, "", None
        row.save(update_fields=["state", "assigned_by", "assigned_at"])
        _record(by, at, "gazetteer.put_back_candidate", row, {"was_with": before})


def decide_candidate(
    *, by: str, at: datetime, reference: str, state: CandidateState, outcome: str = "", uprn: int | None = None
) -> None:
    """Close an assigned candidate with its outcome, and the resulting property.

    Repeating the decision by the same officer has no effect. Raises Refused, also for an unknown UPRN.
    """
    outcome = outcome.strip()
    with transaction.atomic():
        row = lock_candidate(reference)
        same = (state.value, by, outcome, uprn) == (row.state, row.decided_by, row.outcome, row.result_uprn)
        if same and state in rules.CLOSED:
            return
        rules.check_can_decide(
            state=CandidateState(row.state), after=state, by=by, assigned_by=row.assigned_by, outcome=outcome, uprn=uprn
        )
        if uprn is not None and not Property.objects.filter(pk=uprn).exists():
            raise Refused("There is no property with that UPRN in the gazetteer")
        close_candidate(row, by=by, at=at, state=state, outcome=outcome, uprn=uprn)


def lock_candidate(reference: str) -> Candidate:
    """Return the candidate, locked until the transaction ends."""
    row = Candidate.objects.select_for_update().filter(reference=reference).first()
    if row is None:
        raise Refused("There is no change candidate with that reference")
    return row


def close_candidate(
    row: Candidate, *, by: str, at: datetime, state: CandidateState, outcome: str, uprn: int | None
) -> None:
    """Write an already validated decision, with its audit entry and event."""
    row.state, row.decided_by, row.decided_at, row.outcome, row.result_uprn = state.value, by, at, outcome, uprn
    row.save(update_fields=["state", "decided_by", "decided_at", "outcome", "result_uprn"])
    position = _record(by, at, "gazetteer.decide_candidate", row, {"state": state.value})
    events.publish(CandidateDecided(row.reference, state.value, uprn), at=at, position=position)


def _record(by: str, at: datetime, verb: str, row: Candidate, detail: dict[str, Any]) -> int:
    return audit.record(by=by, at=at, verb=verb, subject=f"candidate:{row.reference}", detail=detail)
