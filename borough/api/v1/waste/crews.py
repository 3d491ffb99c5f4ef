"""Crew API: round events, revisited missed bins, and delivered containers."""

import json
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import AwareDatetime, Field

from borough.access.public import BoroughRequest
from borough.api.fields import LARGEST_UPRN, Text
from borough.api.idempotent import idempotent_response, stored_problem
from borough.api.schemas import InputSchema, ProblemOut
from borough.foundation.clock import now
from borough.foundation.db.idempotency import StoredResponse
from borough.kernel.references import format_reference, parse_reference
from borough.waste.public import Refused, crews

router = Router(tags=["waste"])
MOST_EVENTS = 500
Page = Annotated[int, Field(ge=1, le=10_000)]


class ReasonOut(Schema):
    """A crew reason, in the wording of MHCLG's waste service standards; sentence is the text for residents."""

    key: str
    level_1: str
    level_2: str
    leads_to: str
    sentence: str


class CrewEventIn(InputSchema):
    """A crew event: at exactly one of a property, street or round."""

    client_reference: Text = Field(min_length=1, max_length=80, description="The sender's own id for the event.")
    reason: Text = Field(min_length=1, max_length=30, description="A key of /waste/reasons.")
    stream: Text = Field(min_length=1, max_length=30)
    happened_at: AwareDatetime
    uprn: int | None = Field(default=None, ge=1, le=LARGEST_UPRN)
    usrn: int | None = Field(default=None, ge=1, le=99_999_999)
    round: Text = Field(default="", max_length=40)


class CrewEventsIn(InputSchema):
    """Up to 500 events; all or none are accepted."""

    events: list[CrewEventIn] = Field(min_length=1, max_length=MOST_EVENTS)


class CrewEventsOut(Schema):
    """The number of new events, and of existing ones."""

    recorded: int
    duplicates: int


class MissedBinOut(Schema):
    """A missed bin report, without the reporter and their text."""

    reference: str
    uprn: int | None
    stream: str
    collected_on: date
    state: str
    reported_at: datetime


class TaskOut(Schema):
    """A crew task: deliver or remove containers at a property."""

    reference: str
    kind: str
    uprn: int
    container: str
    count: int
    wanted_on: date
    state: str


class MissedBinsOut(Schema):
    """A page of reports."""

    reports: list[MissedBinOut]
    pages: int


class TasksOut(Schema):
    """A page of tasks."""

    tasks: list[TaskOut]
    pages: int


class OutcomeIn(InputSchema):
    """The outcome. reason: a key of /waste/reasons, if answered or not done."""

    state: Text
    reason: Text = Field(default="", max_length=30)


@router.get("/waste/reasons", response=list[ReasonOut], url_name="waste-reasons")
def list_reasons(request: BoroughRequest) -> list[ReasonOut]:
    """List all crew reasons."""
    del request
    return [
        ReasonOut(key=r.key, level_1=r.level_1, level_2=r.level_2, leads_to=r.leads_to.value, sentence=r.sentence)
        for r in crews.reasons().values()
    ]


@router.post(
    "/waste/events", response={200: CrewEventsOut, 400: ProblemOut, 409: ProblemOut, 422: Any}, url_name="waste-events"
)
def log_events(request: BoroughRequest, batch: CrewEventsIn) -> HttpResponse:
    """Log events once: repeating the Idempotency-Key and body, or an event, has no further effect."""
    at = now()

    def work(principal: str) -> StoredResponse:
        try:
            new = [
                crews.log_crew_event(
                    by=principal,
                    at=at,
                    source_id=event.client_reference,
                    reason=event.reason,
                    stream=event.stream,
                    happened_at=event.happened_at,
                    uprn=event.uprn,
                    usrn=event.usrn,
                    round_code=event.round,
                )
                for event in batch.events
            ]
        except Refused as refused:
            return _refused(refused)
        return _json_answer({"recorded": sum(new), "duplicates": len(new) - sum(new)})

    return idempotent_response(request, at, "list of events", work)


@router.get("/waste/missed", response={200: MissedBinsOut, 422: Any}, url_name="waste-missed")
def list_missed_bins(request: BoroughRequest, page: Page = 1) -> MissedBinsOut:
    """List missed bins to revisit, oldest collection first."""
    del request
    listing = crews.missed_page(page=page)
    reports = [
        MissedBinOut(
            reference=format_reference(report.reference),
            uprn=report.uprn,
            stream=report.stream,
            collected_on=report.collected_on,
            state=report.state.value,
            reported_at=report.created_at,
        )
        for report in listing.rows
    ]
    return MissedBinsOut(reports=reports, pages=listing.pages)


@router.post(
    "/waste/missed/{reference}",
    response={200: OutcomeIn, 400: ProblemOut, 409: ProblemOut, 422: Any},
    url_name="waste-missed-end",
)
def close_missed_bin(request: BoroughRequest, reference: str, outcome: OutcomeIn) -> HttpResponse:
    """Record that the crew came back (returned), or why not (answered, with a reason). Repeating has no effect."""
    at = now()

    def work(principal: str) -> StoredResponse:
        try:
            done = crews.end_missed(
                by=principal,
                at=at,
                reference=parse_reference(reference) or "",
                state=_state(crews.MissedState, outcome.state),
                reason=outcome.reason,
            )
        except Refused as refused:
            return _refused(refused)
        return _json_answer({"state": done.state.value, "reason": done.reason})

    return idempotent_response(request, at, "report", work)


@router.get("/waste/tasks", response={200: TasksOut, 422: Any}, url_name="waste-tasks")
def list_tasks(request: BoroughRequest, page: Page = 1) -> TasksOut:
    """List containers to deliver and remove, earliest wanted first."""
    del request
    listing = crews.task_page(page=page)
    rows = [
        TaskOut(
            reference=format_reference(task.reference),
            kind=task.kind.value,
            uprn=task.uprn,
            container=task.container,
            count=task.count,
            wanted_on=task.wanted_on,
            state=task.state.value,
        )
        for task in listing.rows
    ]
    return TasksOut(tasks=rows, pages=listing.pages)


@router.post(
    "/waste/tasks/{reference}",
    response={200: OutcomeIn, 400: ProblemOut, 409: ProblemOut, 422: Any},
    url_name="waste-tasks-end",
)
def close_task(request: BoroughRequest, reference: str, outcome: OutcomeIn) -> HttpResponse:
    """Record done, or not_done with a reason. Repeating has no effect."""
    at = now()

    def work(principal: str) -> StoredResponse:
        try:
            done = crews.end_task(
                by=principal,
                at=at,
                reference=parse_reference(reference) or "",
                state=_state(crews.TaskState, outcome.state),
                reason=outcome.reason,
            )
        except Refused as refused:
            return _refused(refused)
        return _json_answer({"state": done.state.value, "reason": done.reason})

    return idempotent_response(request, at, "job", work)


def _state(states: Any, text: str) -> Any:
    try:
        return states(text)
    except ValueError:
        raise Refused(f"The state must be one of {', '.join(state.value for state in states)}") from None


def _json_answer(body: dict[str, Any]) -> StoredResponse:
    return StoredResponse(200, "application/json", json.dumps(body).encode())


def _refused(refused: Refused) -> StoredResponse:
    return stored_problem("refused", f"{refused}.")
