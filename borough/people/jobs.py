"""What people do by the clock."""

from borough.foundation.clock import now
from borough.foundation.jobs import daily, job
from borough.people.actions.merging import look_at_written


@daily("* * * * *")
@job(name="people.look", once=True)
def look(timestamp: int = 0) -> None:
    """Look for the likes of records that were written in the last minute."""
    del timestamp
    while look_at_written(at=now()):
        continue
