"""Missed bin rules; the reporting terms are data of the waste app."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from borough.forms.kinds.address import AddressAnswer

Offered = tuple[tuple[str, str], ...]


NO_PROPERTY = "Say which property it is: address_id is its UPRN, one of this council’s"
NO_BIN = "Say which bin was missed: the attribute stream is one of those in the definition"
NO_DAY = "Say which day the bin was missed as a date, like 2027-01-29"


def property_and_stream(answers: Mapping[str, Any]) -> tuple[int | None, str]:
    """Return the property and the waste stream from another system's answers."""
    address = answers.get("address")
    return (address.get("uprn") if isinstance(address, dict) else None), str(answers.get("stream") or "")


def reported_day(answers: Mapping[str, Any]) -> date | None:
    """Return the collection day from another system's answers, if it is a valid date."""
    try:
        return date.fromisoformat(str(answers.get("collected_on") or ""))
    except ValueError:
        return None


def not_ours(address: AddressAnswer | None, collected: Offered | None) -> bool:
    """Return whether nothing is collected at the address."""
    return address is not None and not collected


def none_may(stream: str | None, days: Offered | None) -> bool:
    """Return whether no collection of the bin can be reported now."""
    return stream is not None and not days


def day_of(collected_on: str) -> date:
    """Return the chosen day."""
    return date.fromisoformat(collected_on)
