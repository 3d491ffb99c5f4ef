"""What the waste pages add to the front office: navigation and home cards."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from borough.access.public import Permission
from borough.frontoffice.home_cards import HomeCards, Pending
from borough.ui.formats import number
from borough.ui.navigation import NavItem
from borough.waste.public import crews

NAVIGATION = (
    NavItem(
        label="Waste",
        url_name="frontoffice:waste",
        order=29,
        permission=Permission.WASTE_VIEW,
        key="b",
        group="Waste",
        icon="bin",
    ),
)


def _crews(_day: date, _account_id: int | None) -> Iterator[Pending]:
    yield Pending(number(crews.missed_page().count), "missed bins open", reverse("frontoffice:waste_missed"))
    yield Pending(number(crews.task_page().count), "crew tasks to do", reverse("frontoffice:waste_tasks"))


HOME_CARDS = (HomeCards(Permission.WASTE_EDIT, 29, _crews),)
