"""Cards of the home page: pending work that a domain counts and links to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from borough.access.public import Permission
from borough.ui.formats import number

MOST = 100  # maximum counted drafts, letters and pairs; above, displayed as "or more"


@dataclass(frozen=True)
class Pending:
    """Pending work: how much, what it is, where it is, and whether it needs attention now."""

    count: str
    text: str
    href: str
    late: bool = False


@dataclass(frozen=True)
class HomeCards:
    """Cards for whoever holds a permission. order: as in the navigation. cards: given the day and their account."""

    permission: Permission
    order: int
    cards: Callable[[date, int | None], Iterable[Pending]]


def at_most(count: int) -> str:
    """Return a count as displayed, "100 or more" from the maximum on."""
    return f"{MOST} or more" if count >= MOST else number(count)
