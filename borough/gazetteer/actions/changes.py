"""Begin a change of the gazetteer: one at a time, so that changes become visible in the order of their numbers."""

from datetime import datetime

from borough.foundation.db import locks
from borough.gazetteer.models import Change, Supply


def begin_change(*, by: str, at: datetime, what: str, supply: Supply | None = None) -> Change:
    """The change that the rows written in this transaction will name. It waits for the change before it to end.

    An export of what changed since the last one misses nothing: no lower number can appear after a higher one.
    """
    locks.lock("gazetteer change")
    return Change.objects.create(created_at=at, created_by=by, what=what, supply=supply)
