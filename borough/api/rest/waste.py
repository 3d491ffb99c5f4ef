"""What crews' own systems tell: events of the rounds, missed bins they came back for, containers they delivered."""

import json
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from borough.api.rest.answering import answered_once
from borough.api.rest.fields import LARGEST_UPRN, Text
from borough.foundation.clock import now
from borough.foundation.idempotency import Answer
from borough.kernel.references import show, tidy
from borough.waste.public import Refused, crews

router = Router(tags=["waste"])
MOST_EVENTS = 500
Page = Annotated[int, Field(ge=1, le=10_000)]


class Fault(Schema):
    """Why not, in a sentence."""

    error: str


class ReasonTold(Schema):
    """A reason crews may log, in the words of MHCLG's waste service standards; sentence is what a resident is told."""

    key: str
    level_1: str
    level_2: str
    leads_to: str
    sentence: str


class CrewEvent(Schema):
    """What a crew met: at one of a property, a street and a round."""

    client_reference: Text = Field(min_length=1, max_length=80, description="The sender's own id for the event.")
    reason: Text = Field(min_length=1, max_length=30, description="A key of /waste/reasons.")
    stream: Text = Field(min_length=1, max_length=30)
    happened_at: AwareDatetime
    uprn: int | None = Field(default=None, ge=1, le=LARGEST_UPRN)
    usrn: int | None = Field(default=None, ge=1, le=99_999_999)
    round: Text = Field(default="", max_length=40)


class CrewEvents(Schema):
    """Up to 500 events; all are taken or none."""

    events: list[CrewEvent] = Field(min_length=1, max_length=MOST_EVENTS)


class Taken(Schema):
    """How many events were new, and how many were there already."""

    taken: int
    again: int


class MissedTold(Schema):
    """A report of a missed bin. Who reported it, and their words, are not for crews' systems."""

    reference: str
    uprn: int | None
    stream: str
    collected_on: date
    state: str
    reported_at: datetime


class TaskTold(Schema):
    """Something asked of a crew: deliver or remove so many containers at a property."""

    reference: str
    kind: str
    uprn: int
    container: str
    count: int
    wanted_on: date
    state: str


class Missed(Schema):
    """A page of reports."""

    reports: list[MissedTold]
    pages: int


class Tasks(Schema):
    """A page of what is asked."""

    tasks: list[TaskTold]
    pages: int


class Ended(Schema):
    """What became of it. A reason, a key of /waste/reasons, where it was answered or not done."""

    state: Text
    reason: Text = Field(default="", max_length=30)


@router.get("/waste/reasons", response=list[ReasonTold], url_name="waste-reasons")
def reasons(request: HttpRequest) -> list[ReasonTold]:
    """Every reason a crew may log."""
    del request
    return [
        ReasonTold(key=r.key, level_1=r.level_1, level_2=r.level_2, leads_to=r.leads_to.value, sentence=r.sentence)
        for r in crews.reasons().values()
    ]


@router.post("/waste/events", response={200: Taken, 400: Fault, 409: Fault, 422: Any}, url_name="waste-events")
def log(request: HttpRequest, told: CrewEvents) -> HttpResponse:
    """Log events once: the same Idempotency-Key and body again get the first answer again, as does the same event."""
    at = now()

    def work(principal: str) -> Answer:
        try:
            new = [
                crews.log_crew_event(
                    by=principal, at=at, source_id=one.client_reference, reason=one.reason, stream=one.stream,
                    happened_at=one.happened_at, uprn=one.uprn, usrn=one.usrn, round_code=one.round,
                )
                for one in told.events
            ]  # fmt: skip
        except Refused as refused:
            return _refused(refused)
        return _said({"taken": sum(new), "again": len(new) - sum(new)})

    return answered_once(request, at, "list of events", work)


@router.get("/waste/missed", response={200: Missed, 422: Any}, url_name="waste-missed")
def missed(request: HttpRequest, page: Page = 1) -> Missed:
    """Missed bins to come back for, the oldest collection first."""
    del request
    found = crews.missed_page(page=page)
    told = [
        MissedTold(
            reference=show(one.reference), uprn=one.uprn, stream=one.stream, collected_on=one.collected_on,
            state=one.state.value, reported_at=one.made_at,
        )
        for one in found.rows
    ]  # fmt: skip
    return Missed(reports=told, pages=found.pages)


@router.post(
    "/waste/missed/{reference}", response={200: Ended, 400: Fault, 409: Fault, 422: Any}, url_name="waste-missed-end"
)
def end_missed(request: HttpRequest, reference: str, told: Ended) -> HttpResponse:
    """Say that the crew came back (returned), or why not (answered, with a reason). Again changes nothing."""
    at = now()

    def work(principal: str) -> Answer:
        try:
            done = crews.end_missed(
                by=principal, at=at, reference=tidy(reference) or "", state=_state(crews.MissedState, told.state),
                reason=told.reason,
            )  # fmt: skip
        except Refused as refused:
            return _refused(refused)
        return _said({"state": done.state.value, "reason": done.reason})

    return answered_once(request, at, "report", work)


@router.get("/waste/tasks", response={200: Tasks, 422: Any}, url_name="waste-tasks")
def tasks(request: HttpRequest, page: Page = 1) -> Tasks:
    """Containers to deliver and take away, those wanted first before the others."""
    del request
    found = crews.task_page(page=page)
    told = [
        TaskTold(
            reference=show(one.reference), kind=one.kind.value, uprn=one.uprn, container=one.container,
            count=one.count, wanted_on=one.wanted_on, state=one.state.value,
        )
        for one in found.rows
    ]  # fmt: skip
    return Tasks(tasks=told, pages=found.pages)


@router.post(
    "/waste/tasks/{reference}", response={200: Ended, 400: Fault, 409: Fault, 422: Any}, url_name="waste-tasks-end"
)
def end_task(request: HttpRequest, reference: str, told: Ended) -> HttpResponse:
    """Say that it is done, or not_done with a reason. Again changes nothing."""
    at = now()

    def work(principal: str) -> Answer:
        try:
            done = crews.end_task(
                by=principal, at=at, reference=tidy(reference) or "", state=_state(crews.TaskState, told.state),
                reason=told.reason,
            )  # fmt: skip
        except Refused as refused:
            return _refused(refused)
        return _said({"state": done.state.value, "reason": done.reason})

    return answered_once(request, at, "job", work)


def _state(states: Any, text: str) -> Any:
    try:
        return states(text)
    except ValueError:
        raise Refused(f"The state must be one of {', '.join(one.value for one in states)}") from None


def _said(body: dict[str, Any]) -> Answer:
    return Answer(200, "application/json", json.dumps(body).encode())


def _refused(refused: Refused) -> Answer:
    return Answer(422, "application/json", json.dumps({"error": f"{refused}."}).encode())
