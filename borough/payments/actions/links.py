"""The secret of a payment's link: made from its reference and the secret key, so that it can be made again."""

from hmac import compare_digest

from django.utils.crypto import salted_hmac

from borough.kernel.references import LENGTH, tidy

MAC = 32  # hexadecimal digits: 128 bits, on top of the reference's own 64


def token_of(reference: str) -> str:
    """The token: the reference, then a code over it that nobody makes without the secret key.

    Nothing of it is kept, so a read of the database gives no link away, and staff can send one again.
    A new secret key ends every link sent before.
    """
    code = salted_hmac("borough payment link", reference, algorithm="sha256").hexdigest()[:MAC]
    return f"{reference}{code}"


def reference_in(token: str) -> str | None:
    """The reference of a token that is rightly made."""
    reference = token[:LENGTH]
    right = tidy(reference) == reference and compare_digest(token_of(reference).encode(), token.encode())
    return reference if right else None


def link_of(reference: str) -> str:
    """The path of the page where it is paid, /pay/<token>/."""
    return f"/pay/{token_of(reference)}/"
