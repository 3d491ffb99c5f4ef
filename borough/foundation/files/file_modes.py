"""Owner-only files, since rows of a table may contain personal data."""

import os


def owner_only_opener(path: str, flags: int) -> int:
    """Open a file with owner-only mode: `open(path, "a", opener=owner_only_opener)`."""
    return os.open(path, flags, 0o600)
