"""What the garden waste terms say, as plain sums and sentences; fees and terms themselves are data of waste."""

from borough.forms.kinds.address import AddressAnswer
from borough.forms.kinds.numbers import pounds
from borough.kernel.messages import format_day, join_messages, msg
from borough.waste.types import Quote, Subscription

_UNKNOWN = msg("We could not find a subscription with that reference. It is on your letter or email")
JOIN, RENEW, BINS, MOVE, CANCEL = "join", "renew", "bins", "move", "cancel"


def joins(wish: str | None) -> bool:
    """Whether they take out a new subscription."""
    return wish == JOIN


def manages(wish: str | None) -> bool:
    """Whether they change one they have."""
    return wish in (RENEW, BINS, MOVE, CANCEL)


def has_subscriptions(wish: str | None, mine: tuple[tuple[str, str], ...] | None) -> bool:
    """Whether we know their subscriptions, so that one is chosen."""
    return manages(wish) and bool(mine)


def has_none_known(wish: str | None, mine: tuple[tuple[str, str], ...] | None) -> bool:
    """Whether one must be named by its reference."""
    return manages(wish) and not mine


def not_served(wish: str | None, address: AddressAnswer | None, served: bool | None) -> bool:
    """Whether we do not collect garden waste there."""
    return wish == JOIN and address is not None and not served


def new_not_served(wish: str | None, new_address: AddressAnswer | None, new_served: bool | None) -> bool:
    """Whether we do not collect garden waste where they move to."""
    return wish == MOVE and new_address is not None and not new_served


def unknown(subscription: Subscription | None) -> str | None:
    """A subscription is named by its own reference."""
    return None if subscription else _UNKNOWN


def asks_bins(wish: str | None) -> bool:
    """Whether the number of bins matters."""
    return wish in (JOIN, RENEW, BINS)


def asks_concession(wish: str | None) -> bool:
    """Whether the concession matters: it stays as it is while a term runs."""
    return wish in (JOIN, RENEW)


def moves(wish: str | None) -> bool:
    """Whether they move house."""
    return wish == MOVE


def cancels(wish: str | None) -> bool:
    """Whether they end it."""
    return wish == CANCEL


def cannot(price: Quote | str | None) -> str | None:
    """Why what is asked for cannot be had, in the terms' own sentence."""
    return price if isinstance(price, str) else None


def fee(price: Quote | str | None) -> int:
    """What is to pay, in pence; never below nothing."""
    return max(price.pence, 0) if isinstance(price, Quote) else 0


def cost_lines(price: Quote | str) -> str:
    """How the price is made up."""
    if not isinstance(price, Quote):
        return msg("Nothing")
    return join_messages((_line(text, pence) for text, pence in price.lines), "; ")


def _line(text: str, pence: int) -> str:
    if pence < 0:
        return msg("{what}: {sum} back", what=text, sum=pounds(-pence))
    return msg("{what}: {sum}", what=text, sum=pounds(pence))


def refund_text(refund: int) -> str:
    """What comes back."""
    if not refund:
        return msg("Nothing is due back")
    return msg("{sum}, to the card you paid with", sum=pounds(refund))


def describe(subscription: Subscription) -> str:
    """A subscription in words."""
    day = format_day(subscription.terms[-1].ends_on)
    return (
        msg("1 bin, until {day}", day=day) if subscription.bins == 1 else msg("{bins} bins, until {day}", bins=subscription.bins, day=day)
    )
