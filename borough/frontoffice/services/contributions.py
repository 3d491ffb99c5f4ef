"""What the services pages add to the front office: navigation and home cards."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from borough.access.public import Permission
from borough.frontoffice.home_cards import MOST, HomeCards, Pending, at_most
from borough.services import public as services
from borough.ui.formats import number
from borough.ui.navigation import NavItem

NAVIGATION = (
    NavItem(
        label="Services",
        url_name="frontoffice:services",
        order=15,
        permission=Permission.SERVICES_ASSIST,
        key="s",
        group="Services and cases",
        icon="form",
    ),
    NavItem(
        label="Service texts",
        url_name="frontoffice:text_services",
        order=18,
        permission=Permission.SERVICES_EDIT,
        key="",
        group="Services and cases",
        icon="form",
    ),
)


def _drafts(_day: date, _account_id: int | None) -> Iterator[Pending]:
    count = at_most(len(services.drafts_awaiting_help(MOST)))
    yield Pending(count, "asked for help with a form", reverse("frontoffice:services"))


def _routes(day: date, _account_id: int | None) -> Iterator[Pending]:
    due = sum(route.status is not services.RouteStatus.TESTED for route in services.access_routes(day))
    yield Pending(number(due), "service routes to test", reverse("frontoffice:service_routes"))


HOME_CARDS = (
    HomeCards(Permission.SERVICES_ASSIST, 15, _drafts),
    HomeCards(Permission.SERVICES_TEST, 90, _routes),
)
