"""Payment link tokens, derived from the reference and the secret key, so that they can be recreated."""

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from django.utils.crypto import salted_hmac

from borough.kernel.references import LENGTH, parse_reference
from borough.payments.models import Payment
from borough.people import public as people

MAC = 32  # hexadecimal digits: 128 bits, on top of the reference's own 64


def token_of(reference: str, mandate: str = "") -> str:
    """Return the token: the reference followed by a MAC under the secret key.

    Tokens are not stored, so a database leak reveals no link, and staff can send a link again.
    Changing the secret key invalidates all links. mandate: of a helper, whose token is different and ends with it.
    """
    subject = f"{reference} {mandate}" if mandate else reference
    code = salted_hmac("borough payment link", subject, algorithm="sha256").hexdigest()[:MAC]
    return f"{reference}{code}"


@dataclass(frozen=True)
class LinkAccess:
    """The payment of a token, and whether its holder may still pay: a helper while the mandate is active."""

    reference: str
    can_pay: bool


def resolve_token(token: str, at: datetime) -> LinkAccess | None:
    """Return the payment of a valid token; None for an invalid one."""
    reference = token[:LENGTH]
    if parse_reference(reference) != reference:
        return None
    if compare_digest(token_of(reference).encode(), token.encode()):
        return LinkAccess(reference, can_pay=True)
    mandate = Payment.objects.filter(reference=reference).values_list("mandate", flat=True).first()
    if not mandate or not compare_digest(token_of(reference, mandate).encode(), token.encode()):
        return None
    return LinkAccess(reference, can_pay=people.active_mandate(mandate, at) is not None)


def link_of(reference: str, mandate: str = "") -> str:
    """Return the path of the payment page, /pay/<token>/; a helper's link ends with their mandate."""
    return f"/pay/{token_of(reference, mandate)}/"
