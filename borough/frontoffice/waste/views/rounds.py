"""Waste lists: rounds, crew tasks, missed bins and subscriptions, and all data of one property."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, Protocol

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from borough.access.public import BoroughRequest, Permission, requires
from borough.foundation.clock import today
from borough.frontoffice.presenters import page_of
from borough.frontoffice.waste.forms import (
    MISSED,
    STATES,
    TASKS,
    MissedForm,
    StreamForm,
    SubscriptionsForm,
    TasksForm,
)
from borough.gazetteer.public import known_uprns, line_of, lines_of, single_line
from borough.kernel.periods import Period, parse_period
from borough.kernel.references import format_reference
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
    """A protocol for rows at a property, or formerly before erasure."""

    @property
    def uprn(self) -> int | None:
        """Return its UPRN."""


def cell(text: object, href: str = "") -> dict[str, str]:
    """Return a table cell, optionally with a link."""
    return {"text": str(text), "href": href, "numeric": "", "head": "", "hidden": ""}


def counted(count: int) -> dict[str, str]:
    """Return a numeric table cell, aligned with its column."""
    return cell(number(count)) | {"numeric": "yes"}


def count_label(count: int, singular: str, many: str) -> str:
    """Return the count with its noun, for a list's lead paragraph."""
    return f"{number(count)} {singular if count == 1 else many}."


def _list(request: BoroughRequest, title: str, **more: Any) -> HttpResponse:
    """Render a list page: columns, rows, total count and pagination."""
    page, pages = page_of(request), more.pop("pages", 1)
    query_params = {name: str(value) for name, value in request.GET.items() if name != "page" and value}
    context: dict[str, Any] = {"title": title, "form": None, "lead": "", "action": "", **more}
    context["earlier"] = "?" + urlencode(query_params | {"page": str(page - 1)}) if page > 1 else ""
    context["later"] = "?" + urlencode(query_params | {"page": str(page + 1)}) if page < pages else ""
    return render(request, "frontoffice/waste/waste_list.html", context)


def _at(rows: Iterable[HasProperty]) -> Callable[[int | None], dict[str, str]]:
    """Return a function that makes cells linking to a property; all addresses are looked up at once."""
    known_lines = lines_of([item.uprn for item in rows if item.uprn])

    def leads(uprn: int | None) -> dict[str, str]:
        if not uprn:
            return cell("Erased")
        line = known_lines.get(uprn)
        return cell(single_line(line) if line else uprn, reverse("frontoffice:waste_property", args=[uprn]))

    return leads


@requires(Permission.WASTE_VIEW)
def home(request: BoroughRequest) -> HttpResponse:
    """Show the waste home page, with pending work by area."""
    counts = {
        "tasks": number(crews.task_page().count),
        "missed": number(crews.missed_page().count),
        "subscriptions": number(subscription_page(state=State.ACTIVE).count),
        "rounds": number(rounds.round_page(today=today()).count),
        "changes": number(len(rounds.changes_from(today()))),
    }
    return render(request, "frontoffice/waste/waste.html", {"counts": counts})


@requires(Permission.WASTE_VIEW)
def round_list(request: BoroughRequest) -> HttpResponse:
    """List rounds with their next day."""
    form = StreamForm(request.GET or None)
    stream = form.cleaned_data["stream"] if form.is_valid() else ""
    listing = rounds.round_page(today=today(), stream=stream, page=page_of(request))
    names = {1: "Weekly", 2: "Fortnightly"}
    rows = [
        [
            cell(row.code),
            cell(streams()[row.stream].name),
            cell(f"{row.first_on:%A}"),
            cell(names.get(row.every_weeks, f"Every {row.every_weeks} weeks")),
            cell(row.crew or "None"),
            counted(row.properties),
            cell(day(row.next_on) if row.next_on else "None in ten weeks"),
        ]
        for row in listing.rows
    ]
    return _list(
        request,
        "Rounds",
        form=form,
        rows=rows,
        pages=listing.pages,
        lead=count_label(listing.count, "round", "rounds"),
        columns=["Round", "What", "Day", "How often", "Crew", "Properties", "Goes next"],
    )


@requires(Permission.WASTE_VIEW)
def task_list(request: BoroughRequest) -> HttpResponse:
    """List crew tasks to deliver and remove containers."""
    form = TasksForm(request.GET or None)
    state = crews.TaskState(form.cleaned_data["state"] or "to_do") if form.is_valid() else crews.TaskState.TO_DO
    listing = crews.task_page(state=state, page=page_of(request))
    at = _at(listing.rows)
    rows = [[at(task.uprn), *_task(task)] for task in listing.rows]
    return _list(
        request,
        "Crew jobs",
        form=form,
        rows=rows,
        pages=listing.pages,
        columns=["Property", *TASK_COLUMNS],
        lead=count_label(listing.count, "job", "jobs"),
    )


TASK_COLUMNS = ["Job", "Wanted by", "Containers", "State", "Reference"]


def _task(task: Task) -> Cells:
    kind = "Deliver" if task.kind is crews.TaskKind.DELIVER else "Take away"
    container_kind = containers().get(task.container)
    reason = f": {crews.reasons()[task.reason].name}" if task.reason in crews.reasons() else ""
    return [
        cell(kind),
        cell(day(task.wanted_on)),
        cell(f"{container_kind.name if container_kind else task.container}: {task.count}"),
        cell(TASKS[task.state] + reason),
        cell(format_reference(task.reference)),
    ]


@requires(Permission.WASTE_VIEW)
def missed_list(request: BoroughRequest) -> HttpResponse:
    """List missed bins, oldest collection first."""
    form = MissedForm(request.GET or None)
    state = crews.MissedState(form.cleaned_data["state"] or "open") if form.is_valid() else crews.MissedState.OPEN
    listing = crews.missed_page(state=state, page=page_of(request))
    at = _at(listing.rows)
    rows = [
        [
            at(report.uprn),
            cell(day(report.collected_on)),
            cell(streams()[report.stream].name),
            cell(_ended(report.state, report.reason)),
            cell(short_moment(report.created_at)),
            cell(format_reference(report.reference)),
        ]
        for report in listing.rows
    ]
    return _list(
        request,
        "Missed bins",
        form=form,
        rows=rows,
        pages=listing.pages,
        lead=count_label(listing.count, "report", "reports"),
        columns=["Property", "Collection", "What", "State", "Reported", "Reference"],
    )


def _ended(state: crews.MissedState, reason: str) -> str:
    known_reason = crews.reasons().get(reason)
    return MISSED[state] + (f": {known_reason.name}" if known_reason else "")


SUBSCRIPTION_COLUMNS = ["Reference", "State", "Bins", "From", "Last day", "Paid"]


def _subscription(subscription: Subscription) -> Cells:
    paid = sum(term.retained for term in subscription.terms)
    return [
        cell(format_reference(subscription.reference)),
        cell(STATES[subscription.state]),
        counted(subscription.bins),
        cell(day(subscription.starts_on)),
        cell(day(subscription.ends_on - timedelta(days=1))),
        cell(pounds(paid)),
    ]


@requires(Permission.WASTE_VIEW)
def subscription_list(request: BoroughRequest) -> HttpResponse:
    """List garden waste subscriptions in a state, or those due for renewal in a month."""
    form = SubscriptionsForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    ending: Period | None = parse_period(_month(chosen["ending"])) if chosen.get("ending") else None
    state = State(chosen["state"]) if chosen.get("state") else None
    listing = subscription_page(state=state, ending=ending, page=page_of(request))
    at = _at(listing.rows)
    rows = [[at(subscription.uprn), *_subscription(subscription)] for subscription in listing.rows]
    return _list(
        request,
        "Garden waste subscriptions",
        form=form,
        rows=rows,
        pages=listing.pages,
        lead=count_label(listing.count, "subscription", "subscriptions"),
        columns=["Property", *SUBSCRIPTION_COLUMNS],
    )


def _month(text: str) -> str:
    """Return a month as a period key that is never ambiguous: 2011-12 would mean a council year."""
    first = date.fromisoformat(f"{text}-01")
    return f"{first}..{(first + timedelta(days=31)).replace(day=1)}"


def _missed_cells(item: Any) -> list[Any]:
    return [
        cell(day(item.collected_on)),
        cell(streams()[item.stream].name),
        cell(_ended(item.state, item.reason)),
        cell(format_reference(item.reference)),
    ]


def _property_tables(uprn: int, tasks: list[Task]) -> list[tuple[str, list[str], list[Any]]]:
    """Return the tables of a property's waste data: title, columns, rows."""
    bins = containers()
    container_rows = [
        [cell(bins[key].name if key in bins else key), cell(count)] for key, count in containers_at(uprn).items()
    ]
    return [
        ("Collections", ["Day", "What", "Round", "Usual day"], [_collected(item) for item in _around(uprn)]),
        ("Containers delivered", ["Container", "How many"], container_rows),
        (
            "Garden waste subscriptions",
            SUBSCRIPTION_COLUMNS,
            [_subscription(item) for item in subscriptions_at(uprn)],
        ),
        (
            "Missed bins",
            ["Collection", "What", "State", "Reference"],
            [_missed_cells(item) for item in crews.missed_at(uprn)],
        ),
        (
            "What crews logged here",
            ["Day", "What", "Reason"],
            [[cell(day(on)), cell(streams()[what].name), cell(why)] for on, what, why in crews.crew_reasons_at(uprn)],
        ),
        ("Crew jobs", TASK_COLUMNS, [_task(item) for item in tasks]),
        (
            "Bulky collections",
            ["Day", "Items", "Price", "State", "Reference"],
            [_booked(item) for item in bulky.reservations_at(uprn)],
        ),
    ]


@requires(Permission.WASTE_VIEW)
def property_page(request: BoroughRequest, uprn: int) -> HttpResponse:
    """Show all waste data of one property."""
    line = line_of(uprn)
    if line is None and not known_uprns([uprn]):
        raise Http404
    tasks = crews.tasks_at(uprn)
    context: dict[str, Any] = {
        "uprn": uprn,
        "address": single_line(line) if line else "No address",
        "to_call_off": [_to_call_off(item) for item in tasks if item.state is crews.TaskState.TO_DO],
        "tables": _property_tables(uprn, tasks),
    }
    return render(request, "frontoffice/waste/waste_property.html", context)


def _to_call_off(task: Task) -> dict[str, str]:
    kind, wanted, what = (part["text"] for part in _task(task)[:3])
    return {"reference": task.reference, "text": f"{kind.lower()} {what}, {wanted}"}


def _around(uprn: int) -> list[Collection]:
    return collections_of(uprn, today() - BEHIND, today() + AHEAD)


def _collected(collection: Collection) -> Cells:
    usual = "" if collection.on == collection.usual_on else f"{collection.usual_on:%a} {day(collection.usual_on)}"
    when = f"{collection.on:%a} {day(collection.on)}" if collection.on else "Dropped"
    return [cell(when), cell(streams()[collection.stream].name), cell(collection.round), cell(usual or "The same")]


def _booked(reservation: bulky.Reservation) -> Cells:
    names = bulky.bulky_items()
    items = ", ".join(f"{names[key].name if key in names else key}: {count}" for key, count in reservation.items)
    state = reservation.state.value.capitalize()
    return [
        cell(day(reservation.day)),
        cell(items),
        cell(pounds(reservation.pence)),
        cell(state),
        cell(format_reference(reservation.reference)),
    ]
