"""The work queue of the home page: the pending work that every domain counts, with links."""

from collections.abc import Callable

from borough.access.public import Permission
from borough.foundation.clock import today
from borough.frontoffice.home_cards import HomeCards, Pending
from borough.ui.domains import domain_modules


def work_queue(may: Callable[[Permission], bool], me: int | None) -> list[Pending]:
    """Return the pending work the user may act on, in navigation order; me: their account."""
    modules = domain_modules("borough.frontoffice", "contributions")
    offered: list[HomeCards] = [item for module in modules for item in getattr(module, "HOME_CARDS", ())]
    day = today()
    return [
        pending
        for item in sorted(offered, key=lambda item: item.order)
        if may(item.permission)
        for pending in item.cards(day, me)
    ]
