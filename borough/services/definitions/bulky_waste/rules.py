"""What a bulky collection costs; prices and places are data of waste."""

from borough.forms.kinds.address import AddressAnswer
from borough.forms.kinds.numbers import pounds

Offered = tuple[tuple[str, str], ...]
Items = tuple[dict[str, object], ...]


def not_ours(address: AddressAnswer | None) -> bool:
    """Whether it is no address of the borough."""
    return address is not None and address.uprn is None


def full(price: int | str | None, days: Offered | None) -> bool:
    """Whether no day has room for all of it."""
    return isinstance(price, int) and not days


def counted(items: Items) -> dict[str, int]:
    """How many there are of each item."""
    counts: dict[str, int] = {}
    for item in items:
        counts[str(item["item"])] = counts.get(str(item["item"]), 0) + int(str(item["count"]))
    return counts


def too_many(price: int | str | None) -> str | None:
    """Why so much cannot be collected at once."""
    return price if isinstance(price, str) else None


def fee(price: int | str | None) -> int:
    """What is to pay, in pence."""
    return price if isinstance(price, int) else 0


def cost(price: int | str) -> str:
    """What is to pay, in words."""
    return pounds(price) if isinstance(price, int) else price
