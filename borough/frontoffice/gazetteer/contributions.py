"""What the gazetteer pages add to the front office: navigation and home cards."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from borough.access.public import Permission
from borough.frontoffice.home_cards import HomeCards, Pending
from borough.gazetteer import public as gazetteer
from borough.gazetteer.types import CandidateState
from borough.ui.formats import number
from borough.ui.navigation import NavItem

NAVIGATION = (
    NavItem(
        label="Addresses",
        url_name="frontoffice:addresses",
        order=27,
        permission=Permission.GAZETTEER_VIEW,
        key="g",
        group="Places",
        icon="pin",
    ),
    NavItem(
        label="Gazetteer",
        url_name="frontoffice:gazetteer",
        order=28,
        permission=Permission.GAZETTEER_EDIT,
        key="",
        group="Places",
        icon="book",
    ),
)


def _reviews(_day: date, _account_id: int | None) -> Iterator[Pending]:
    yield Pending(number(gazetteer.count_waiting()), "matches to decide", reverse("frontoffice:matches"))
    counted = gazetteer.count_candidates()
    open_candidates = counted[CandidateState.WAITING] + counted[CandidateState.IN_HAND]
    yield Pending(number(open_candidates), "change candidates", reverse("frontoffice:candidates"))


HOME_CARDS = (HomeCards(Permission.GAZETTEER_EDIT, 27, _reviews),)
