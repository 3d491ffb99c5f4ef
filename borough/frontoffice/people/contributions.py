"""What the people pages add to the front office: navigation and home cards."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from borough.access.public import Permission
from borough.frontoffice.home_cards import MOST, HomeCards, Pending, at_most
from borough.people import public as people
from borough.ui.navigation import NavItem

NAVIGATION = (
    NavItem(
        label="People",
        url_name="frontoffice:people",
        order=25,
        permission=Permission.PEOPLE_VIEW,
        key="p",
        group="Customers",
        icon="people",
    ),
    NavItem(
        label="Erasure",
        url_name="frontoffice:erasures",
        order=60,
        permission=Permission.PEOPLE_ERASE,
        key="",
        group="Operations",
        icon="cross",
    ),
)


def _duplicates(_day: date, _account_id: int | None) -> Iterator[Pending]:
    count = at_most(people.count_possible_duplicates(MOST))
    yield Pending(count, "possible duplicates", reverse("frontoffice:duplicates"))


HOME_CARDS = (HomeCards(Permission.PEOPLE_MERGE, 25, _duplicates),)
