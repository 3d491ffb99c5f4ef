"""What the messaging pages add to the front office: navigation and home cards."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from borough.access.public import Permission
from borough.frontoffice.home_cards import MOST, HomeCards, Pending, at_most
from borough.messaging import public as messaging
from borough.ui.navigation import NavItem

NAVIGATION = (
    NavItem(
        label="Messages",
        url_name="frontoffice:messages",
        order=35,
        permission=Permission.MESSAGING_VIEW,
        key="m",
        group="Desk",
        icon="mail",
    ),
)


def _letters(_day: date, _account_id: int | None) -> Iterator[Pending]:
    count = at_most(len(messaging.to_print(limit=MOST)))
    yield Pending(count, "letters to print", reverse("frontoffice:letters_to_print"))


HOME_CARDS = (HomeCards(Permission.MESSAGING_SEND, 35, _letters),)
