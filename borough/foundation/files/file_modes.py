"""Files that their owner alone may read, for rows of a table may tell of people."""

import os


def owner_only_opener(path: str, flags: int) -> int:
    """Open a file for its owner alone: `open(path, "a", opener=private)`."""
    return os.open(path, flags, 0o600)
