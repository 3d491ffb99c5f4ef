"""Event listeners of the gazetteer that queue long work for the worker."""

from borough.foundation.events import subscribe
from borough.foundation.jobs import defer_once
from borough.gazetteer.jobs import answer_question, apply_decision, create_feed_supply, examine_health, review_gazetteer
from borough.gazetteer.types import AddressQuestionRaised, DecisionToApply, ExaminationRequested, ReviewRequested
from borough.gazetteer.types.change_feed import FeedSupplyRequested


def connect() -> None:
    """Subscribe to events."""
    subscribe(ExaminationRequested, _examine)
    subscribe(ReviewRequested, _review)
    subscribe(AddressQuestionRaised, _answer)
    subscribe(DecisionToApply, _apply_decision)
    subscribe(FeedSupplyRequested, _create_feed_supply)


def _examine(_event: ExaminationRequested, _position: int) -> None:
    defer_once(examine_health)


def _review(_event: ReviewRequested, _position: int) -> None:
    defer_once(review_gazetteer)


def _answer(event: AddressQuestionRaised, _position: int) -> None:
    answer_question.defer(question=event.question)


def _apply_decision(event: DecisionToApply, _position: int) -> None:
    apply_decision.defer(decision=event.decision)


def _create_feed_supply(event: FeedSupplyRequested, _position: int) -> None:
    create_feed_supply.defer(supply=event.supply)
