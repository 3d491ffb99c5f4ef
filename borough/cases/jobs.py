"""Scheduled jobs of cases."""

from borough.cases.actions import escalate
from borough.foundation.clock import now, today
from borough.foundation.jobs import job, periodic


@periodic("10 6 * * *")
@job(name="cases.escalate")
def escalate_late(timestamp: int = 0) -> None:
    """Escalate overdue cases, each morning."""
    del timestamp
    while escalate(by="system:cases", at=now(), today=today()) == 500:
        continue
