"""The secret of a payment's link: made from its reference and the secret key, so that it can be made again."""

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from django.utils.crypto import salted_hmac

from borough.kernel.references import LENGTH, parse_reference
from borough.payments.models import Payment
from borough.people import public as people

MAC = 32  # hexadecimal digits: 128 bits, on top of the reference's own 64


def token_of(reference: str, mandate: str = "") -> str:
    """The token: the reference, then a code over it that nobody makes without the secret key.

    Nothing of it is kept, so a read of the database gives no link away, and staff can send one again.
    A new secret key ends every link sent before. mandate: of a helper, whose token is another and ends with it.
    """
    subject = f"{reference} {mandate}" if mandate else reference
    code = salted_hmac("borough payment link", subject, algorithm="sha256").hexdigest()[:MAC]
    return f"{reference}{code}"


@dataclass(frozen=True)
class LinkAccess:
    """What a token leads to, and whether whoever holds it may still pay: a helper while their mandate stands."""

    reference: str
    can_pay: bool


def resolve_token(token: str, at: datetime) -> LinkAccess | None:
    """The payment of a token that is rightly made; None for one that is not."""
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
    """The path of the page where it is paid, /pay/<token>/; a helper's, by whose mandate, ends with that."""
    return f"/pay/{token_of(reference, mandate)}/"
