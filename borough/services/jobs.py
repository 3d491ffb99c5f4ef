"""What services do by the clock."""

from borough.foundation.clock import now, today
from borough.foundation.jobs import daily, job
from borough.services.actions.leaving import AT_ONCE, leave_lapsed


@daily("*/20 * * * *")
@job(name="services.leave")
def leave(timestamp: int = 0) -> None:
    """Let go of drafts whose time is over."""
    del timestamp
    while leave_lapsed(at=now(), today=today()) == AT_ONCE:
        continue
