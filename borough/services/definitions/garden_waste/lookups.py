"""What the garden waste service looks up while somebody answers."""

from datetime import date

from borough.forms.kinds.address import AddressAnswer
from borough.kernel.refusals import Refused
from borough.services.definitions.garden_waste import rules
from borough.waste import public as waste

OVER = {waste.State.CANCELLED, waste.State.MOVED}


def served(address: AddressAnswer, today: date) -> bool:
    """Return whether garden waste is collected at the address."""
    return address.uprn is not None and waste.is_served(address.uprn, waste.terms().stream, today)


def new_served(new_address: AddressAnswer, today: date) -> bool:
    """Return whether garden waste is collected at the new address."""
    return served(new_address, today)


def mine(person_id: int | None) -> tuple[tuple[str, str], ...]:
    """Return the person's current subscriptions to choose from: reference and description."""
    subscriptions = (
        [subscription for subscription in waste.subscriptions_of(person_id) if subscription.state not in OVER]
        if person_id
        else []
    )
    return tuple((subscription.reference, rules.describe(subscription)) for subscription in subscriptions)


def chosen_subscription(chosen: str | None, reference: str | None) -> waste.Subscription | None:
    """Return the current subscription selected from their own list or given by its reference."""
    subscription = waste.subscription(chosen or (reference or "").replace("-", "").upper())
    return subscription if subscription and subscription.state not in OVER else None


def price(
    wish: str, bins: int | None, concession: bool | None, subscription: waste.Subscription | None, today: date
) -> waste.Quote | str | None:
    """Return the quote, or the message that refuses it; None until it can be worked out."""
    if (
        bins is None
        or (rules.manages(wish) and subscription is None)
        or (rules.asks_concession(wish) and concession is None)
    ):
        return None
    reference = subscription.reference if subscription else ""
    try:
        if wish == rules.JOIN:
            return waste.quote(bins=bins, concession=bool(concession), on=today)
        if wish == rules.RENEW:
            return waste.renewal_quote(reference=reference, on=today, bins=bins, concession=bool(concession))
        return waste.change_quote(reference=reference, bins=bins, on=today)
    except Refused as refused:
        return refused.sentence


def refund(wish: str, subscription: waste.Subscription | None, today: date) -> int | None:
    """Return the refund in pence if the subscription were cancelled today."""
    if wish != rules.CANCEL or subscription is None:
        return None
    return waste.cancel_quote(reference=subscription.reference, on=today)
