"""References that cannot be guessed or misread: 80 random bits in Crockford's base 32, in groups of four."""

import base64
import os
import re
from collections.abc import Iterator

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O or U
BYTES = 10  # 80 bits: SAFETY rule 6 asks for 64 at least
LENGTH = 16
_STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_CROCKFORD = str.maketrans(_STANDARD, ALPHABET)
_MISREAD = str.maketrans("ILO", "110")


def new_reference() -> str:
    """One new reference of 16 characters, without its hyphens."""
    return next(new_references(1))


def new_references(count: int) -> Iterator[str]:
    """So many new references, made in one go: a million takes under a second."""
    text = base64.b32encode(os.urandom(BYTES * count)).decode().translate(_TO_CROCKFORD)
    return (text[i : i + LENGTH] for i in range(0, LENGTH * count, LENGTH))


def show(reference: str) -> str:
    """The reference as people read it: 7QK2-M9XA-01BD-4HZT."""
    return "-".join(reference[i : i + 4] for i in range(0, len(reference), 4))


def tidy(text: str) -> str | None:
    """What someone typed as a reference, or None when it cannot be one. Case, spaces and O for 0 are forgiven."""
    plain = re.sub(r"[\s–—-]+", "", text).upper().translate(_MISREAD)
    return plain if len(plain) == LENGTH and set(plain) <= set(ALPHABET) else None
