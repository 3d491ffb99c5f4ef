"""Garden waste rules as plain functions; fees and terms are data of the waste app."""

from borough.forms.kinds.address import AddressAnswer
from borough.forms.kinds.numbers import pounds
from borough.kernel.messages import format_day, join_messages, msg
from borough.waste.types import Quote, Subscription

_UNKNOWN = msg("We could not find a subscription with that reference. It is on your letter or email")
JOIN, RENEW, BINS, MOVE, CANCEL = "join", "renew", "bins", "move", "cancel"


def joins(wish: str | None) -> bool:
    """Return whether they take out a new subscription."""
    return wish == JOIN


def manages(wish: str | None) -> bool:
    """Return whether they change an existing subscription."""
    return wish in (RENEW, BINS, MOVE, CANCEL)


def has_subscriptions(wish: str | None, mine: tuple[tuple[str, str], ...] | None) -> bool:
    """Return whether we know their subscriptions, so that they choose one."""
    return manages(wish) and bool(mine)


def has_none_known(wish: str | None, mine: tuple[tuple[str, str], ...] | None) -> bool:
    """Return whether the subscription must be given by its reference."""
    return manages(wish) and not mine


def not_served(wish: str | None, address: AddressAnswer | None, served: bool | None) -> bool:
    """Return whether garden waste is not collected at the address."""
    return wish == JOIN and address is not None and not served


def new_not_served(wish: str | None, new_address: AddressAnswer | None, new_served: bool | None) -> bool:
    """Return whether garden waste is not collected at the new address."""
    return wish == MOVE and new_address is not None and not new_served


def unknown(subscription: Subscription | None) -> str | None:
    """Return the error when no subscription has the given reference."""
    return None if subscription else _UNKNOWN


def asks_bins(wish: str | None) -> bool:
    """Return whether the number of bins is asked."""
    return wish in (JOIN, RENEW, BINS)


def asks_concession(wish: str | None) -> bool:
    """Return whether the concession is asked; it does not change during a term."""
    return wish in (JOIN, RENEW)


def moves(wish: str | None) -> bool:
    """Return whether they move house."""
    return wish == MOVE


def cancels(wish: str | None) -> bool:
    """Return whether they cancel the subscription."""
    return wish == CANCEL


def cannot(price: Quote | str | None) -> str | None:
    """Return why the request is not possible, in the message of the terms."""
    return price if isinstance(price, str) else None


def fee(price: Quote | str | None) -> int:
    """Return the amount due in pence; never negative."""
    return max(price.pence, 0) if isinstance(price, Quote) else 0


def cost_lines(price: Quote | str) -> str:
    """Return the price breakdown."""
    if not isinstance(price, Quote):
        return msg("Nothing")
    return join_messages((_line(text, pence) for text, pence in price.lines), "; ")


def _line(text: str, pence: int) -> str:
    if pence < 0:
        return msg("{what}: {sum} back", what=text, sum=pounds(-pence))
    return msg("{what}: {sum}", what=text, sum=pounds(pence))


def refund_text(refund: int) -> str:
    """Return the refund as text."""
    if not refund:
        return msg("Nothing is due back")
    return msg("{sum}, to the card you paid with", sum=pounds(refund))


def describe(subscription: Subscription) -> str:
    """Return a description of a subscription."""
    day = format_day(subscription.terms[-1].ends_on)
    return (
        msg("1 bin, until {day}", day=day)
        if subscription.bins == 1
        else msg("{bins} bins, until {day}", bins=subscription.bins, day=day)
    )
