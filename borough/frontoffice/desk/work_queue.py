"""The work queue of the home page: pending work by kind, with links."""

from collections.abc import Callable, Iterator
from datetime import date

from django.urls import reverse

from borough.access.public import Permission
from borough.cases import public as cases
from borough.foundation.clock import today
from borough.gazetteer import public as gazetteer
from borough.gazetteer.types import CandidateState
from borough.messaging import public as messaging
from borough.people import public as people
from borough.services import public as services
from borough.ui.formats import number
from borough.waste.public import crews

MOST = 100  # maximum counted drafts, letters and pairs; above, shown as "or more"
Tile = tuple[str, str, str, bool]
"""Count, label, URL, and whether it needs attention."""


def work_queue(may: Callable[[Permission], bool], me: int | None) -> list[dict[str, object]]:
    """Return the pending work the user may act on, in navigation order; me: their account."""
    counts: list[Tile] = []
    if me and may(Permission.CASES_WORK):
        counts.append(_mine(me))
    for permission, tiles in TILES:
        if may(permission):
            counts += tiles(today())
    return [{"count": count, "text": text, "href": href, "late": late} for count, text, href, late in counts]


def _at_most(count: int) -> str:
    return f"{MOST} or more" if count >= MOST else number(count)


def _mine(me: int) -> Tile:
    my_cases, _ = cases.cases(cases.CaseFilters(owner_id=me, state="open"), today=today(), limit=MOST)
    where = reverse("frontoffice:cases") + "?mine=on"
    return _at_most(len(my_cases)), "cases of yours", where, any(case.late for case in my_cases)


def _drafts(_day: date) -> Iterator[Tile]:
    yield (
        _at_most(len(services.drafts_awaiting_help(MOST))),
        "asked for help with a form",
        reverse("frontoffice:services"),
        False,
    )


def _cases(day: date) -> Iterator[Tile]:
    teams, where = cases.workload(day), reverse("frontoffice:cases")
    yield number(sum(team["open"] for team in teams)), "cases open", where, False
    late = sum(team["late"] for team in teams)
    yield number(late), "past their promise", f"{where}?late=on", late > 0


def _doubles(_day: date) -> Iterator[Tile]:
    yield (
        _at_most(people.count_possible_duplicates(MOST)),
        "may be one person twice",
        reverse("frontoffice:duplicates"),
        False,
    )


def _letters(_day: date) -> Iterator[Tile]:
    yield (
        _at_most(len(messaging.to_print(limit=MOST))),
        "letters to print",
        reverse("frontoffice:letters_to_print"),
        False,
    )


def _crews(_day: date) -> Iterator[Tile]:
    yield number(crews.missed_page().count), "missed bins open", reverse("frontoffice:waste_missed"), False
    yield number(crews.task_page().count), "crew jobs to do", reverse("frontoffice:waste_tasks"), False


def _gazetteer(_day: date) -> Iterator[Tile]:
    yield number(gazetteer.count_waiting()), "matches to decide", reverse("frontoffice:matches"), False
    counted = gazetteer.count_candidates()
    open_candidates = counted[CandidateState.WAITING] + counted[CandidateState.IN_HAND]
    yield number(open_candidates), "change candidates", reverse("frontoffice:candidates"), False


def _ways(day: date) -> Iterator[Tile]:
    due = sum(route.status is not services.RouteStatus.TESTED for route in services.access_routes(day))
    yield number(due), "ways to services to test", reverse("frontoffice:service_routes"), False


TILES = (
    (Permission.SERVICES_ASSIST, _drafts),
    (Permission.CASES_VIEW, _cases),
    (Permission.PEOPLE_MERGE, _doubles),
    (Permission.GAZETTEER_EDIT, _gazetteer),
    (Permission.WASTE_EDIT, _crews),
    (Permission.MESSAGING_SEND, _letters),
    (Permission.SERVICES_TEST, _ways),
)
