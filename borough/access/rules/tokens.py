"""API token format: generation, recognition and hashing."""

import hashlib
import re

START = "borough_"
SECRET_BYTES = 32
PREFIX_LENGTH = len(START) + 6
_HEADER = re.compile(rf"Bearer ({START}[A-Za-z0-9_-]{{43}})")


def secret_in(header: str) -> str | None:
    """Return the token in an Authorization header, or None if it does not have our format."""
    match = _HEADER.fullmatch(header.strip())
    return match[1] if match else None


def digest(secret: str) -> str:
    """Return the stored hash of a token. 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
