"""Bulky waste rules; prices and capacity are data of the waste app."""

from borough.forms.kinds.address import AddressAnswer
from borough.forms.kinds.numbers import pounds

Offered = tuple[tuple[str, str], ...]
Items = tuple[dict[str, object], ...]


def not_ours(address: AddressAnswer | None) -> bool:
    """Return whether the address is outside the borough."""
    return address is not None and address.uprn is None


def full(price: int | str | None, days: Offered | None) -> bool:
    """Return whether no day has enough free places."""
    return isinstance(price, int) and not days


def counted(items: Items) -> dict[str, int]:
    """Return the quantity of each item."""
    counts: dict[str, int] = {}
    for item in items:
        counts[str(item["item"])] = counts.get(str(item["item"]), 0) + int(str(item["count"]))
    return counts


def too_many(price: int | str | None) -> str | None:
    """Return why this quantity cannot be collected at once."""
    return price if isinstance(price, str) else None


def fee(price: int | str | None) -> int:
    """Return the fee in pence."""
    return price if isinstance(price, int) else 0


def cost(price: int | str) -> str:
    """Return the fee as text."""
    return pounds(price) if isinstance(price, int) else price
