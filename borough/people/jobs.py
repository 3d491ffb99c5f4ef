"""What people do by the clock."""

from datetime import timedelta

from borough.foundation.clock import now
from borough.foundation.jobs import daily, job
from borough.people.actions.merging import look_at_written, look_through

BACK = timedelta(days=2)


@daily("* * * * *")
@job(name="people.look", once=True)
def look(timestamp: int = 0) -> None:
    """Look for the likes of records that were written in the last minute."""
    del timestamp
    while look_at_written(at=now()):
        continue


@daily("40 2 * * *")
@job(name="people.look_again")
def look_again(timestamp: int = 0) -> None:
    """Look for records made at the same moment that are alike."""
    del timestamp
    at, last = now(), 0
    while last := look_through(at=at, since=at - BACK, after=last):
        continue
