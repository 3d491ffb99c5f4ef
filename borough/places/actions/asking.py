"""Ask what an address text means and keep the question: one at a time for the worker, or many with their answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from borough.foundation import audit, events, locks
from borough.places.actions.answering import by_engine, holding
from borough.places.matching.answers import Answer, Verdict
from borough.places.models import MatchQuestion
from borough.places.queries.decisions import InForce, decisions_on
from borough.places.queries.given_out import last_change
from borough.places.rules.asking import check_can_ask, digest_of
from borough.places.types import AddressAsked, AddressesQueued, AddressSettled
from borough.places.types.asking import Asked

AT_ONCE = 2_000


@dataclass(frozen=True)
class ToQueue:
    """An address text with the answer it was given; conflict says what the source told otherwise."""

    source_id: str
    text: str
    postcode: str
    answer: Answer
    conflict: str = ""


def ask_address(
    *, by: str, at: datetime, source: str, source_id: str, text: str, postcode: str = "", person_id: int | None = None
) -> int | None:
    """Keep an address text as a question that the worker answers, and return its number; None where nothing is told.

    The same source and id again give the question already there. What it means is told by AddressSettled.
    """
    text, postcode = " ".join(text.split()), " ".join(postcode.split())
    if not text and not postcode:
        return None
    check_can_ask(source, source_id, text, postcode)
    with transaction.atomic():
        locks.hold(f"address {source} {source_id}")
        if there := MatchQuestion.objects.filter(source=source, source_id=source_id).first():
            return there.pk
        position = audit.record(by=by, at=at, verb="places.ask_address", subject=f"{source}:{source_id}")
        row = MatchQuestion.objects.create(
            source=source, source_id=source_id, text=text, postcode=postcode, digest=digest_of(text, postcode),
            person_id=person_id, asked_by=by, asked_at=at,
        )  # fmt: skip
        events.publish(AddressAsked(row.pk, source, source_id), at=at, position=position)
    return row.pk


def answer_asked(*, by: str, at: datetime, question: int) -> None:
    """Answer one question that was kept, by a decision on its text or by the engine; nothing if it was before."""
    asked = MatchQuestion.objects.filter(pk=question, state=Asked.ASKED.value)
    row = asked.exclude(text="", postcode="").first()  # nothing is left of one whose person was erased
    if row is None:
        return
    answer = by_engine(row.text, row.postcode)
    with transaction.atomic():
        position = audit.record(by=by, at=at, verb="places.match_address", subject=f"match-question:{row.pk}")
        held = holding(decisions_on([row.digest]), {row.digest: answer}).get(row.digest)
        values = _answered(answer, held, at)
        done = MatchQuestion.objects.filter(pk=row.pk, state=Asked.ASKED.value).update(**values)
        if done and values["state"] != Asked.WAITING.value:
            uprn = held.uprn if held else answer.uprn
            tell_settled(row, values["state"], uprn, held.id if held else 0, at=at, position=position)


def tell_settled(
    row: MatchQuestion, state: str, uprn: int | None, decision: int, *, at: datetime, position: int
) -> None:  # fmt: skip
    """Tell floors above what a text means, or that it is no longer known."""
    event = AddressSettled(row.pk, row.source, row.source_id, state, uprn, decision)
    events.publish(event, at=at, position=position)


def _answered(answer: Answer, held: InForce | None, at: datetime) -> dict[str, Any]:
    state = Asked.ACCEPTED if answer.verdict is Verdict.ACCEPT else Asked.WAITING
    return {
        "state": (Asked.SETTLED if held else state).value, "decision_id": held.id if held else None,
        "verdict": answer.verdict.value, "uprn": answer.uprn, "probability": answer.probability,
        "reasons": list(answer.reasons), "model": answer.model, "change": last_change(), "answered_at": at,
        "others": [[one.uprn, one.probability, list(one.reasons)] for one in answer.candidates],
    }  # fmt: skip


def queue_addresses(*, by: str, at: datetime, source: str, rows: Sequence[ToQueue]) -> int:
    """Keep many answered texts as questions; returns how many are new. Those that were kept before stay as they are.

    Call it in the transaction of whatever brought the rows, or by itself: then it is whole or not there.
    """
    if not rows:
        return 0
    with transaction.atomic():
        position = audit.record(
            by=by, at=at, verb="places.queue_addresses", subject=f"source:{source}", detail={"rows": len(rows)}
        )
        known = set(
            MatchQuestion.objects.filter(source=source, source_id__in=[one.source_id for one in rows]).values_list(
                "source_id", flat=True
            )
        )
        new = {one.source_id: one for one in rows if one.source_id not in known}
        digests = {one.source_id: digest_of(one.text, one.postcode) for one in new.values()}
        held = _held(new, digests)
        made = [_question(one, digests[one.source_id], source, held, by, at) for one in new.values()]
        MatchQuestion.objects.bulk_create(made, AT_ONCE)
        for row in made:
            if row.decision_id:
                tell_settled(row, row.state, held[row.digest].uprn, row.decision_id, at=at, position=position)
        if made:
            events.publish(AddressesQueued(source, len(made), position), at=at, position=position)
    return len(made)


def _held(new: dict[str, ToQueue], digests: dict[str, str]) -> dict[str, InForce]:
    """Decisions made on these texts while they were being matched."""
    return holding(decisions_on(set(digests.values())), {digests[key]: one.answer for key, one in new.items()})


def _question(
    one: ToQueue, digest: str, source: str, held: dict[str, InForce], by: str, at: datetime
) -> MatchQuestion:  # fmt: skip
    text, postcode = (" ".join(said.replace("\x00", " ").split()) for said in (one.text, one.postcode))
    return MatchQuestion(
        source=source, source_id=one.source_id, text=text[:500], postcode=postcode[:20], digest=digest,
        conflict=one.conflict, asked_by=by, asked_at=at, **_answered(one.answer, held.get(digest), at),
    )  # fmt: skip


def note_conflict(*, by: str, at: datetime, question: int, words: str) -> None:
    """Write on a question what its source told otherwise than the property says, such as another ward."""
    with transaction.atomic():
        audit.record(by=by, at=at, verb="places.note_conflict", subject=f"match-question:{question}")
        MatchQuestion.objects.filter(pk=question).update(conflict=words[:300])
