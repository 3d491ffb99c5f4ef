"""Background jobs of the gazetteer."""

from borough.foundation.clock import now, today
from borough.foundation.jobs import job


@job(name="gazetteer.examine", once=True)
def examine_health() -> None:
    """Examine the health of the whole gazetteer."""
    from borough.gazetteer.actions.examination import examine  # noqa: PLC0415 - few processes need it

    examine(by="system:worker", at=now(), today=today())


@job(name="gazetteer.review", once=True)
def review_gazetteer() -> None:
    """Review the gazetteer by the schedule in force."""
    from borough.gazetteer.actions import review, schedules  # noqa: PLC0415 - as above

    day = today()
    review.review(by="system:worker", at=now(), today=day, schedule=schedules.schedule_on(day))


@job(name="gazetteer.answer_question")
def answer_question(question: int) -> None:
    """Match a queued address text."""
    from borough.gazetteer.actions import address_questions  # noqa: PLC0415 - loads the engine, which few processes need

    address_questions.answer_question(by="system:worker", at=now(), question=question)


@job(name="gazetteer.apply_decision")
def apply_decision(decision: int) -> None:
    """Apply a decision to all questions with its text."""
    from borough.gazetteer.actions import decisions  # noqa: PLC0415 - as above

    decisions.apply_decision(by="system:worker", at=now(), decision=decision)


@job(name="gazetteer.create_feed_supply")
def create_feed_supply(supply: int) -> None:
    """Create the file of a receiver's pending changes."""
    from borough.gazetteer.actions import change_feed  # noqa: PLC0415 - as above

    change_feed.create_feed_supply(by="system:worker", at=now(), number=supply)
