"""What places do when something was asked of them: the long work is left to the worker."""

from borough.foundation.events import subscribe
from borough.foundation.jobs import defer_once
from borough.places.jobs import answer_asked, examine_health, make_due, review_gazetteer, spread_decision
from borough.places.types import AddressAsked, DecisionToSpread, ExaminationAsked, ReviewAsked
from borough.places.types.due import DueAsked


def connect() -> None:
    """Listen to what is asked."""
    subscribe(ExaminationAsked, _examine)
    subscribe(ReviewAsked, _review)
    subscribe(AddressAsked, _answer)
    subscribe(DecisionToSpread, _spread)
    subscribe(DueAsked, _make_due)


def _examine(_event: ExaminationAsked, _position: int) -> None:
    defer_once(examine_health)


def _review(_event: ReviewAsked, _position: int) -> None:
    defer_once(review_gazetteer)


def _answer(event: AddressAsked, _position: int) -> None:
    answer_asked.defer(question=event.question)


def _spread(event: DecisionToSpread, _position: int) -> None:
    spread_decision.defer(decision=event.decision)


def _make_due(event: DueAsked, _position: int) -> None:
    make_due.defer(supply=event.supply)
