"""Gazetteer changes: one at a time, so that they become visible in numerical order."""

from datetime import datetime

from borough.foundation.db import locks
from borough.gazetteer.models import Change, Supply


def begin_change(*, by: str, at: datetime, what: str, supply: Supply | None = None) -> Change:
    """Return the change that rows written in this transaction refer to. Waits for the previous change to end.

    Hence an export of changes since the last one misses none: no lower number can appear after a higher one.
    """
    locks.lock("gazetteer change")
    return Change.objects.create(created_at=at, created_by=by, what=what, supply=supply)
