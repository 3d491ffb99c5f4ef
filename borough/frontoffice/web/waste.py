"""The waste pages' lists: rounds, crew jobs, missed bins and subscriptions, and all there is at one property."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, Protocol

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from borough.access.public import Permission, needs
from borough.foundation.clock import today
from borough.frontoffice.web.presenters import page_of
from borough.frontoffice.web.waste_forms import (
    MISSED,
    STATES,
    TASKS,
    MissedForm,
    StreamForm,
    SubscriptionsForm,
    TasksForm,
)
from borough.kernel.periods import Period, parse_period
from borough.kernel.references import show
from borough.places.public import known, line_of, lines_of, single_line
from borough.ui.formats import day, number, pounds, short_moment
from borough.waste.public import (
    Subscription,
    bulky,
    collections_of,
    containers,
    containers_at,
    crews,
    rounds,
    streams,
    subscription_page,
    subscriptions_at,
)
from borough.waste.types import Collection, State, Task

AHEAD, BEHIND = timedelta(weeks=6), timedelta(weeks=2)
Cells = list[dict[str, str]]


class HasProperty(Protocol):
    """Whatever stands at a property, or did before it was erased."""

    @property
    def uprn(self) -> int | None:
        """Its number."""


def cell(text: object, href: str = "") -> dict[str, str]:
    """A cell of a table, with where it leads."""
    return {"text": str(text), "href": href, "numeric": "", "head": "", "hidden": ""}


def counted(count: int) -> dict[str, str]:
    """A cell that holds a number, which stands with its column's others."""
    return cell(number(count)) | {"numeric": "yes"}


def several(count: int, one: str, many: str) -> str:
    """So many of something, as the lead of a list says it."""
    return f"{number(count)} {one if count == 1 else many}."


def _list(request: HttpRequest, title: str, **more: Any) -> HttpResponse:
    """A page of a list: columns, rows of cells, how many in all, and the way to the other pages."""
    page, pages = page_of(request), more.pop("pages", 1)
    kept = {name: str(value) for name, value in request.GET.items() if name != "page" and value}
    context: dict[str, Any] = {"title": title, "form": None, "lead": "", "action": "", **more}
    context["earlier"] = "?" + urlencode(kept | {"page": str(page - 1)}) if page > 1 else ""
    context["later"] = "?" + urlencode(kept | {"page": str(page + 1)}) if page < pages else ""
    return render(request, "frontoffice/waste_list.html", context)


def _at(found: Iterable[HasProperty]) -> Callable[[int | None], dict[str, str]]:
    """Cells that lead to everything at a property, by its number: all their addresses are looked up at once."""
    known_lines = lines_of([one.uprn for one in found if one.uprn])

    def leads(uprn: int | None) -> dict[str, str]:
        if not uprn:
            return cell("Erased")
        line = known_lines.get(uprn)
        return cell(single_line(line) if line else uprn, reverse("frontoffice:waste_property", args=[uprn]))

    return leads


@needs(Permission.WASTE_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """Where everything about waste is, with how much of it waits."""
    counts = {
        "tasks": number(crews.task_page().count), "missed": number(crews.missed_page().count),
        "subscriptions": number(subscription_page(state=State.ACTIVE).count),
        "rounds": number(rounds.round_page(today=today()).count), "changes": number(len(rounds.changes_from(today()))),
    }  # fmt: skip
    return render(request, "frontoffice/waste.html", {"counts": counts})


@needs(Permission.WASTE_VIEW)
def round_list(request: HttpRequest) -> HttpResponse:
    """Rounds with the day each goes next."""
    form = StreamForm(request.GET or None)
    stream = form.cleaned_data["stream"] if form.is_valid() else ""
    found = rounds.round_page(today=today(), stream=stream, page=page_of(request))
    names = {1: "Weekly", 2: "Fortnightly"}
    rows = [
        [
            cell(one.code), cell(streams()[one.stream].name), cell(f"{one.first_on:%A}"),
            cell(names.get(one.every_weeks, f"Every {one.every_weeks} weeks")), cell(one.crew or "None"),
            counted(one.properties), cell(day(one.next_on) if one.next_on else "None in ten weeks"),
        ]
        for one in found.rows
    ]  # fmt: skip
    return _list(
        request, "Rounds", form=form, rows=rows, pages=found.pages, lead=several(found.count, "round", "rounds"),
        columns=["Round", "What", "Day", "How often", "Crew", "Properties", "Goes next"],
    )  # fmt: skip


@needs(Permission.WASTE_VIEW)
def task_list(request: HttpRequest) -> HttpResponse:
    """What crews are asked to deliver and take away."""
    form = TasksForm(request.GET or None)
    state = crews.TaskState(form.cleaned_data["state"] or "to_do") if form.is_valid() else crews.TaskState.TO_DO
    found = crews.task_page(state=state, page=page_of(request))
    at = _at(found.rows)
    rows = [[at(one.uprn), *_task(one)] for one in found.rows]
    return _list(
        request, "Crew jobs", form=form, rows=rows, pages=found.pages, columns=["Property", *TASK_COLUMNS],
        lead=several(found.count, "job", "jobs"),
    )  # fmt: skip


TASK_COLUMNS = ["Job", "Wanted by", "Containers", "State", "Reference"]


def _task(one: Task) -> Cells:
    kind = "Deliver" if one.kind is crews.TaskKind.DELIVER else "Take away"
    held = containers().get(one.container)
    reason = f": {crews.reasons()[one.reason].name}" if one.reason in crews.reasons() else ""
    return [
        cell(kind), cell(day(one.wanted_on)), cell(f"{held.name if held else one.container}: {one.count}"),
        cell(TASKS[one.state] + reason), cell(show(one.reference)),
    ]  # fmt: skip


@needs(Permission.WASTE_VIEW)
def missed_list(request: HttpRequest) -> HttpResponse:
    """Bins reported as missed, the oldest collection first."""
    form = MissedForm(request.GET or None)
    state = crews.MissedState(form.cleaned_data["state"] or "open") if form.is_valid() else crews.MissedState.OPEN
    found = crews.missed_page(state=state, page=page_of(request))
    at = _at(found.rows)
    rows = [
        [
            at(one.uprn), cell(day(one.collected_on)), cell(streams()[one.stream].name),
            cell(_ended(one.state, one.reason)), cell(short_moment(one.made_at)), cell(show(one.reference)),
        ]
        for one in found.rows
    ]  # fmt: skip
    return _list(
        request, "Missed bins", form=form, rows=rows, pages=found.pages,
        lead=several(found.count, "report", "reports"),
        columns=["Property", "Collection", "What", "State", "Reported", "Reference"],
    )  # fmt: skip


def _ended(state: crews.MissedState, reason: str) -> str:
    known_reason = crews.reasons().get(reason)
    return MISSED[state] + (f": {known_reason.name}" if known_reason else "")


SUBSCRIPTION_COLUMNS = ["Reference", "State", "Bins", "From", "Last day", "Paid"]


def _subscription(one: Subscription) -> Cells:
    paid = sum(term.kept for term in one.terms)
    return [
        cell(show(one.reference)), cell(STATES[one.state]), counted(one.bins), cell(day(one.starts_on)),
        cell(day(one.ends_on - timedelta(days=1))), cell(pounds(paid)),
    ]  # fmt: skip


@needs(Permission.WASTE_VIEW)
def subscription_list(request: HttpRequest) -> HttpResponse:
    """Garden waste subscriptions of a state, or those to be renewed in a month."""
    form = SubscriptionsForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    ending: Period | None = parse_period(_month(chosen["ending"])) if chosen.get("ending") else None
    state = State(chosen["state"]) if chosen.get("state") else None
    found = subscription_page(state=state, ending=ending, page=page_of(request))
    at = _at(found.rows)
    rows = [[at(one.uprn), *_subscription(one)] for one in found.rows]
    return _list(
        request, "Garden waste subscriptions", form=form, rows=rows, pages=found.pages,
        lead=several(found.count, "subscription", "subscriptions"), columns=["Property", *SUBSCRIPTION_COLUMNS],
    )  # fmt: skip


def _month(text: str) -> str:
    """A month as a period whatever its number: 2011-12 would be read as a council year."""
    first = date.fromisoformat(f"{text}-01")
    return f"{first}..{(first + timedelta(days=31)).replace(day=1)}"


@needs(Permission.WASTE_VIEW)
def at_one(request: HttpRequest, uprn: int) -> HttpResponse:
    """Everything about waste at one property."""
    line = line_of(uprn)
    if line is None and not known([uprn]):
        raise Http404
    bins = containers()
    held = [[cell(bins[key].name if key in bins else key), cell(count)] for key, count in containers_at(uprn).items()]
    tasks = crews.tasks_at(uprn)
    context: dict[str, Any] = {
        "uprn": uprn, "address": single_line(line) if line else "No address",
        "to_call_off": [_to_call_off(one) for one in tasks if one.state is crews.TaskState.TO_DO],
        "tables": [
            ("Collections", ["Day", "What", "Round", "Usual day"], [_collected(one) for one in _around(uprn)]),
            ("Containers delivered", ["Container", "How many"], held),
            ("Garden waste subscriptions", SUBSCRIPTION_COLUMNS, [
                _subscription(one) for one in subscriptions_at(uprn)]),
            ("Missed bins", ["Collection", "What", "State", "Reference"], [
                [cell(day(one.collected_on)), cell(streams()[one.stream].name), cell(_ended(one.state, one.reason)),
                 cell(show(one.reference))] for one in crews.missed_at(uprn)]),
            ("What crews logged here", ["Day", "What", "Reason"], [
                [cell(day(on)), cell(streams()[what].name), cell(why)] for on, what, why in crews.logged_at(uprn)]),
            ("Crew jobs", TASK_COLUMNS, [_task(one) for one in tasks]),
            ("Bulky collections", ["Day", "Items", "Price", "State", "Reference"], [
                _booked(one) for one in bulky.reservations_at(uprn)]),
        ],
    }  # fmt: skip
    return render(request, "frontoffice/waste_property.html", context)


def _to_call_off(one: Task) -> dict[str, str]:
    kind, wanted, what = (part["text"] for part in _task(one)[:3])
    return {"reference": one.reference, "said": f"{kind.lower()} {what}, {wanted}"}


def _around(uprn: int) -> list[Collection]:
    return collections_of(uprn, today() - BEHIND, today() + AHEAD)


def _collected(one: Collection) -> Cells:
    usual = "" if one.on == one.usual_on else f"{one.usual_on:%a} {day(one.usual_on)}"
    when = f"{one.on:%a} {day(one.on)}" if one.on else "Dropped"
    return [cell(when), cell(streams()[one.stream].name), cell(one.round), cell(usual or "The same")]


def _booked(one: bulky.Reservation) -> Cells:
    names = bulky.bulky_items()
    items = ", ".join(f"{names[key].name if key in names else key}: {count}" for key, count in one.items)
    state = one.state.value.capitalize()
    return [cell(day(one.day)), cell(items), cell(pounds(one.pence)), cell(state), cell(show(one.reference))]
