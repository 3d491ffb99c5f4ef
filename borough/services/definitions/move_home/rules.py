"""Council Tax rules for a change of address, and for who gets a discount."""

from datetime import date, timedelta

from borough.forms.kinds.address import AddressAnswer

AHEAD = timedelta(days=42)  # how long before a move it can be reported


def moves_in(move: str | None) -> bool:
    """Return whether they move to an address in the borough."""
    return move in ("in", "within")


def moves_out(move: str | None) -> bool:
    """Return whether they leave an address in the borough."""
    return move in ("out", "within")


def rents(tenure: str | None) -> bool:
    """Return whether somebody else owns the home."""
    return tenure in ("rent", "social")


def has_account(has_number: bool | None) -> bool:
    """Return whether they know their account number."""
    return bool(has_number)


def the_same_home(move: str | None, address: AddressAnswer | None, new_address: AddressAnswer | None) -> str | None:
    """Return an error when the old and new address are the same."""
    if moves_out(move) and address is not None and address == new_address:
        return "Your new address must be different from the one you are leaving"
    return None


def not_too_early(moved_on: date | None, today: date) -> str | None:
    """Return an error when the move is more than six weeks ahead."""
    if moved_on is not None and moved_on > today + AHEAD:
        return "The date you move must be within 6 weeks from today. Come back nearer the time"
    return None


def adults(people: tuple[dict[str, object], ...] | None) -> int:
    """Return the number of adults living there, including the reporter."""
    return 1 + sum(1 for person in people or () if person.get("adult"))


def discount(adults: int | None) -> str:
    """Return the effect: Local Government Finance Act 1992, section 11, for a single adult."""
    return "You may pay 25% less, because you live alone" if adults == 1 else "The full amount"


def title(move: str | None) -> str:
    """Return the case title."""
    verbs = {"in": "moves in", "out": "moves out", "within": "moves within the borough"}
    return f"Council Tax: someone {verbs.get(move or '', 'moves')}"
