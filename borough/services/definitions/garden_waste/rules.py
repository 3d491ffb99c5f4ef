"""What the garden waste terms say, as plain sums and sentences; fees and terms themselves are data of waste."""

from borough.kernel.sentences import day_in_words, joined, say
from borough.services.grammar.kinds.address import AddressAnswer
from borough.services.grammar.kinds.numbers import pounds
from borough.waste.types import Quote, Subscription

_UNKNOWN = say("We could not find a subscription with that reference. It is on your letter or email")
JOIN, RENEW, BINS, MOVE, CANCEL = "join", "renew", "bins", "move", "cancel"


def joins(wish: str | None) -> bool:
    """Whether they take out a new subscription."""
    return wish == JOIN


def manages(wish: str | None) -> bool:
    """Whether they change one they have."""
    return wish in (RENEW, BINS, MOVE, CANCEL)


def has_some(wish: str | None, mine: tuple[tuple[str, str], ...] | None) -> bool:
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


def unknown(held: Subscription | None) -> str | None:
    """A subscription is named by its own reference."""
    return None if held else _UNKNOWN


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
        return say("Nothing")
    return joined((_line(words, pence) for words, pence in price.lines), "; ")


def _line(words: str, pence: int) -> str:
    if pence < 0:
        return say("{what}: {sum} back", what=words, sum=pounds(-pence))
    return say("{what}: {sum}", what=words, sum=pounds(pence))


def refund_words(refund: int) -> str:
    """What comes back."""
    if not refund:
        return say("Nothing is due back")
    return say("{sum}, to the card you paid with", sum=pounds(refund))


def said(one: Subscription) -> str:
    """A subscription in words."""
    day = day_in_words(one.terms[-1].ends_on)
    return (
        say("1 bin, until {day}", day=day) if one.bins == 1 else say("{bins} bins, until {day}", bins=one.bins, day=day)
    )
