"""The words of an API token: how it is made, recognised and kept."""

import hashlib
import re

START = "borough_"
SECRET_BYTES = 32
SHOWN = len(START) + 6
_HEADER = re.compile(rf"Bearer ({START}[A-Za-z0-9_-]{{43}})")


def secret_in(header: str) -> str | None:
    """The token in an Authorization header, or None when there is none that could be ours."""
    found = _HEADER.fullmatch(header.strip())
    return found[1] if found else None


def digest(secret: str) -> str:
    """What is kept of a token. 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
