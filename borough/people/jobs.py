"""What people do by the clock."""

from datetime import timedelta

from borough.foundation.clock import now
from borough.foundation.jobs import daily, job
from borough.people.actions.merging import look_through

BACK = timedelta(days=2)


@daily("40 2 * * *")
@job(name="people.look_again")
def look_again(timestamp: int = 0) -> None:
    """Look for records made at the same moment that are alike."""
    del timestamp
    at, last = now(), 0
    while last := look_through(at=at, since=at - BACK, after=last):
        continue
