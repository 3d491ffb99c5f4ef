"""Address questions: queue an address text for matching by the worker, or store many with their results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from borough.address_match.answers import Answer, Verdict
from borough.foundation import audit, events
from borough.foundation.db import locks
from borough.gazetteer.actions.matching import match_with_engine, valid_decisions
from borough.gazetteer.models import MatchQuestion
from borough.gazetteer.queries.decisions import DecisionInForce, decisions_on
from borough.gazetteer.queries.export_rows import last_change
from borough.gazetteer.rules.address_questions import check_can_queue, digest_of
from borough.gazetteer.types import AddressesQueued, AddressQuestionRaised, AddressResolved
from borough.gazetteer.types.address_questions import QuestionState

BATCH_SIZE = 2_000


@dataclass(frozen=True)
class QueuedAddress:
    """An address text with its match result; conflict is a difference stated by the source."""

    source_id: str
    text: str
    postcode: str
    answer: Answer
    conflict: str = ""


def queue_address(
    *, by: str, at: datetime, source: str, source_id: str, text: str, postcode: str = "", person_id: int | None = None
) -> int | None:
    """Queue an address text as a question for the worker and return its number; None for an empty text.

    A repeated source and source ID return the existing question. The result is published as AddressResolved.
    """
    text, postcode = " ".join(text.split()), " ".join(postcode.split())
    if not text and not postcode:
        return None
    check_can_queue(source, source_id, text, postcode)
    with transaction.atomic():
        locks.lock(f"address {source} {source_id}")
        if there := MatchQuestion.objects.filter(source=source, source_id=source_id).first():
            return there.pk
        position = audit.record(by=by, at=at, verb="gazetteer.raise_question", subject=f"{source}:{source_id}")
        row = MatchQuestion.objects.create(
            source=source,
            source_id=source_id,
            text=text,
            postcode=postcode,
            digest=digest_of(text, postcode),
            person_id=person_id,
            requested_by=by,
            requested_at=at,
        )
        events.publish(AddressQuestionRaised(row.pk, source, source_id), at=at, position=position)
    return row.pk


def answer_question(*, by: str, at: datetime, question: int) -> None:
    """Answer a queued question by a staff decision on its text, or by the matcher; no effect if already answered."""
    pending = MatchQuestion.objects.filter(pk=question, state=QuestionState.PENDING.value)
    row = pending.exclude(text="", postcode="").first()  # empty after the person was erased
    if row is None:
        return
    answer = match_with_engine(row.text, row.postcode)
    with transaction.atomic():
        position = audit.record(by=by, at=at, verb="gazetteer.match_address", subject=f"match-question:{row.pk}")
        decision = valid_decisions(decisions_on([row.digest]), {row.digest: answer}).get(row.digest)
        values = _answered(answer, decision, at)
        done = MatchQuestion.objects.filter(pk=row.pk, state=QuestionState.PENDING.value).update(**values)
        if done and values["state"] != QuestionState.WAITING.value:
            uprn = decision.uprn if decision else answer.uprn
            publish_resolved(row, values["state"], uprn, decision.id if decision else 0, at=at, position=position)


def publish_resolved(
    row: MatchQuestion, state: str, uprn: int | None, decision: int, *, at: datetime, position: int
) -> None:
    """Publish what a text means, or that it is no longer known."""
    event = AddressResolved(row.pk, row.source, row.source_id, state, uprn, decision)
    events.publish(event, at=at, position=position)


def _answered(answer: Answer, decision: DecisionInForce | None, at: datetime) -> dict[str, Any]:
    state = QuestionState.ACCEPTED if answer.verdict is Verdict.ACCEPT else QuestionState.WAITING
    return {
        "state": (QuestionState.RESOLVED if decision else state).value,
        "decision_id": decision.id if decision else None,
        "verdict": answer.verdict.value,
        "uprn": answer.uprn,
        "probability": answer.probability,
        "reasons": list(answer.reasons),
        "model": answer.model,
        "change": last_change(),
        "answered_at": at,
        "others": [[candidate.uprn, candidate.probability, list(candidate.reasons)] for candidate in answer.candidates],
    }


def queue_addresses(*, by: str, at: datetime, source: str, rows: Sequence[QueuedAddress]) -> int:
    """Store many matched texts as questions; return how many are new. Existing ones are unchanged.

    Call in the transaction that created the rows; otherwise it is atomic by itself.
    """
    if not rows:
        return 0
    with transaction.atomic():
        position = audit.record(
            by=by, at=at, verb="gazetteer.queue_addresses", subject=f"source:{source}", detail={"rows": len(rows)}
        )
        known = set(
            MatchQuestion.objects.filter(source=source, source_id__in=[item.source_id for item in rows]).values_list(
                "source_id", flat=True
            )
        )
        new = {item.source_id: item for item in rows if item.source_id not in known}
        digests = {item.source_id: digest_of(item.text, item.postcode) for item in new.values()}
        decisions = _decisions_for(new, digests)
        questions = [_question(item, digests[item.source_id], source, decisions, by, at) for item in new.values()]
        MatchQuestion.objects.bulk_create(questions, BATCH_SIZE)
        for row in questions:
            if row.decision_id:
                publish_resolved(row, row.state, decisions[row.digest].uprn, row.decision_id, at=at, position=position)
        if questions:
            events.publish(AddressesQueued(source, len(questions), position), at=at, position=position)
    return len(questions)


def _decisions_for(new: dict[str, QueuedAddress], digests: dict[str, str]) -> dict[str, DecisionInForce]:
    """Return decisions made on these texts while they were being matched."""
    return valid_decisions(
        decisions_on(set(digests.values())), {digests[key]: item.answer for key, item in new.items()}
    )


def _question(
    item: QueuedAddress, digest: str, source: str, decisions: dict[str, DecisionInForce], by: str, at: datetime
) -> MatchQuestion:
    text, postcode = (" ".join(value.replace("\x00", " ").split()) for value in (item.text, item.postcode))
    return MatchQuestion(
        source=source,
        source_id=item.source_id,
        text=text[:500],
        postcode=postcode[:20],
        digest=digest,
        conflict=item.conflict,
        requested_by=by,
        requested_at=at,
        **_answered(item.answer, decisions.get(digest), at),
    )


def record_conflict(*, by: str, at: datetime, question: int, text: str) -> None:
    """Note on a question how its source differs from the property, such as another ward."""
    with transaction.atomic():
        audit.record(by=by, at=at, verb="gazetteer.note_conflict", subject=f"match-question:{question}")
        MatchQuestion.objects.filter(pk=question).update(conflict=text[:300])
