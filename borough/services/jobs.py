"""What services do by the clock."""

from borough.foundation.clock import now, today
from borough.foundation.jobs import daily, job
from borough.services.actions import passing
from borough.services.actions.disposing import dispose
from borough.services.actions.leaving import AT_ONCE, leave_lapsed, let_go_of
from borough.services.actions.renewing import remind_renewals
from borough.services.actions.telling import tell_received

BY = "system:services"


@job(name="services.tell_received")
def tell(reference: str) -> None:
    """Say that we have what was sent."""
    tell_received(by=BY, at=now(), reference=reference)


@job(name="services.pass_on")
def pass_on(reference: str) -> None:
    """Pass a problem on to the council whose it is."""
    passing.pass_on(by=BY, at=now(), reference=reference)


@daily("*/10 * * * *")
@job(name="services.hear", once=True)
def hear(timestamp: int = 0) -> None:
    """Read what the other council says of what it was passed."""
    del timestamp
    passing.hear(by=BY, at=now())


@job(name="services.let_go")
def let_go(mandate: str) -> None:
    """Let go of what was begun with a mandate that was taken back."""
    let_go_of(at=now(), today=today(), mandate=mandate)


@daily("*/20 * * * *")
@job(name="services.leave")
def leave(timestamp: int = 0) -> None:
    """Let go of drafts whose time is over."""
    del timestamp
    while leave_lapsed(at=now(), today=today()) == AT_ONCE:
        continue


@daily("15 9 * * *")
@job(name="services.remind_renewals", once=True)
def remind(timestamp: int = 0) -> None:
    """Each morning, for texts sent at night wake people: remind those whose garden waste ends soon."""
    del timestamp
    remind_renewals(by="system:services", at=now(), today=today())


@daily("30 2 * * *")
@job(name="services.dispose", once=True)
def dispose_due(timestamp: int = 0) -> None:
    """Each night, dispose of what is past its time."""
    del timestamp
    dispose(by="system:services", at=now(), today=today())
