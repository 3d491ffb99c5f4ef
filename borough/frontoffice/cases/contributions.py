"""What the cases pages add to the front office: navigation and home cards."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from borough.access.public import Permission
from borough.cases import public as cases
from borough.frontoffice.home_cards import MOST, HomeCards, Pending, at_most
from borough.ui.formats import number
from borough.ui.navigation import NavItem

NAVIGATION = (
    NavItem(
        label="Cases",
        url_name="frontoffice:cases",
        order=17,
        permission=Permission.CASES_VIEW,
        key="w",
        group="Services and cases",
        icon="folder",
    ),
)


def _my_cases(day: date, account_id: int | None) -> Iterator[Pending]:
    if account_id is not None:
        rows, _ = cases.cases(cases.CaseFilters(owner_id=account_id, state="open"), today=day, limit=MOST)
        where = reverse("frontoffice:cases") + "?mine=on"
        yield Pending(at_most(len(rows)), "your cases", where, any(case.late for case in rows))


def _all_cases(day: date, _account_id: int | None) -> Iterator[Pending]:
    teams, where = cases.workload(day), reverse("frontoffice:cases")
    yield Pending(number(sum(team["open"] for team in teams)), "cases open", where)
    late = sum(team["late"] for team in teams)
    yield Pending(number(late), "overdue", f"{where}?late=on", late > 0)


HOME_CARDS = (
    HomeCards(Permission.CASES_WORK, 5, _my_cases),
    HomeCards(Permission.CASES_VIEW, 17, _all_cases),
)
