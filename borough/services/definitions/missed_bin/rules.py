"""When a missed bin may be reported; the terms themselves are data of waste."""

from datetime import date

from borough.services.grammar.kinds.address import AddressAnswer

Offered = tuple[tuple[str, str], ...]


def not_ours(address: AddressAnswer | None, collected: Offered | None) -> bool:
    """Whether we collect nothing there."""
    return address is not None and not collected


def none_may(stream: str | None, days: Offered | None) -> bool:
    """Whether no collection of the bin may be reported now."""
    return stream is not None and not days


def day_of(collected_on: str) -> date:
    """The day that was chosen."""
    return date.fromisoformat(collected_on)
