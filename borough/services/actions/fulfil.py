"""Complete a submission: run the service's action, write the contact and case, and notify the person."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from borough.cases import public as cases
from borough.contacts import public as contacts
from borough.forms.conditions import Rule, evaluate
from borough.forms.routing import Route, build_route
from borough.forms.service import ActionContext, ActionResult, Mode, Service
from borough.foundation import events
from borough.kernel.holidays import working_days_after
from borough.kernel.messages import to_stored
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.services.models import Submission
from borough.services.queries import check_answers
from borough.services.queries.route import answer_lookup, initial_facts
from borough.services.types import SubmissionCompleted

CHANNELS = {
    Mode.WEB: contacts.Channel.WEB,
    Mode.HELPER: contacts.Channel.WEB,
    Mode.PHONE: contacts.Channel.PHONE,
    Mode.COUNTER: contacts.Channel.FACE_TO_FACE,
    Mode.POST: contacts.Channel.POST,
    Mode.MACHINE: contacts.Channel.MACHINE,
}
LONGEST_MINUTES = 120  # a draft left open over lunch is not a one-hour call


def route_of_submission(row: Submission, service: Service, *, today: date, at: datetime) -> Route:
    """Return the route through a submitted set of answers."""
    seen = frozenset(page.key for page in service.pages)
    return build_route(
        service, row.answers, seen, initial_facts(today=today, at=at, person_id=row.person_id), answer_lookup
    )


def finish(
    *, by: str, at: datetime, today: date, row: Submission, service: Service, route: Route, new: bool = False
) -> None:
    """Complete a submission and mark it complete. Call in a transaction with the submission locked.

    new: the submission was created in this transaction.
    If the action is refused after payment, a case is opened for staff, so that the paid request is not lost.
    """
    result, refused = _act(by, at, today, row, service, route)
    promised = _promised(service, route, today)
    case = (
        ""
        if result.settled and not refused
        else _case(by, at, row, service, route, promised=promised, refused=refused, new=new)
    )
    contact = _contact(by, at, row, service, route, opened=bool(case), new=new)
    _record_organisation(by, at, row, service, route, contact)
    row.result = {"lines": [to_stored(line) for line in result.lines], "values": dict(result.values)}
    row.contact, row.case, row.state, row.completed_at, row.promised_by = contact, case, "complete", at, promised
    row.save(update_fields=["result", "contact", "case", "state", "completed_at", "promised_by"])
    events.record_and_publish(
        SubmissionCompleted(row.reference, service.key, contact, case),
        by=by,
        at=at,
        verb="services.complete",
        subject=f"submission:{row.reference}",
        detail={"service": service.key, "contact": contact, "case": case},
    )


def _promised(service: Service, route: Route, today: date) -> date:
    promise = service.promise
    if promise.on:
        return date.fromisoformat(str(route.context[promise.on]))
    days = evaluate(promise.rule, route.context) if promise.rule else promise.working_days
    return working_days_after(today, days, promise.calendar)


def action_context(by: str, at: datetime, today: date, row: Submission, route: Route) -> ActionContext:
    """Return the context passed to the service's own actions for a submission."""
    return ActionContext(
        by=by,
        at=at,
        today=today,
        reference=row.reference,
        answers=dict(route.context),
        person_id=row.person_id,
        uprn=row.uprn,
        fee=row.fee,
        payment=row.payment,
    )


def _act(
    by: str, at: datetime, today: date, row: Submission, service: Service, route: Route
) -> tuple[ActionResult, str]:
    if service.act is None:
        return ActionResult(), ""
    done = action_context(by, at, today, row, route)
    if not row.fee:
        return service.act(done), ""
    try:
        with transaction.atomic():  # a savepoint: the payment is kept
            return service.act(done), ""
    except Refused as refused:
        return ActionResult(), str(refused)


def _case(
    by: str, at: datetime, row: Submission, service: Service, route: Route, *, promised: date, refused: str, new: bool
) -> str:
    opens = service.opens
    if opens is None and not refused:
        return ""
    title = opens.title if opens else service.name
    return cases.open_case(
        by=by,
        at=at,
        kind=opens.kind if opens else service.key,
        service=service.key,
        team=_resolve_text(opens.team if opens else service.owner, route),
        title=_resolve_text(title, route),
        person_id=row.person_id,
        uprn=row.uprn,
        source="services",
        source_id=row.reference,
        promised_by=promised,
        details=row.wording["pages"],
        note=f"This was paid for and could not be done: {refused}" if refused else "",
        new=new,
    )


def _resolve_text(text: str | Rule, route: Route) -> str:
    return str(evaluate(text, route.context)) if callable(text) else text


def _contact(by: str, at: datetime, row: Submission, service: Service, route: Route, *, opened: bool, new: bool) -> str:
    mode = Mode(row.mode)
    minutes = None
    if mode in (Mode.PHONE, Mode.COUNTER):
        minutes = min(max(1, round((row.submitted_at - row.began_at).total_seconds() / 60)), LONGEST_MINUTES)
    address, postcode = check_answers.address_of(route)
    recorded = contacts.record(
        by=by,
        at=at,
        channel=CHANNELS[mode],
        service=service.key,
        nature=contacts.Nature(service.nature),
        outcome=contacts.Outcome.CASE_OPENED if opened else contacts.Outcome.COMPLETED,
        started_at=row.submitted_at,
        who=_who(row, mode),
        assisted=row.assisted,
        minutes=minutes,
        person_id=row.person_id,
        source="services",
        source_id=row.reference,
        uprn=row.uprn,
        address=address,
        postcode=postcode,
        new=new,
    )
    return recorded.reference


def _record_organisation(by: str, at: datetime, row: Submission, service: Service, route: Route, contact: str) -> None:
    """Link the contact to the organisation named, if the person acts for it now; otherwise keep the name as text."""
    keys = [key for key, question in service.questions().items() if question.fact == "organisation"]
    named = " ".join(str(route.answers.get(keys[0]) or "").split()).casefold() if keys else ""
    if not named or row.person_id is None:
        return
    today = localdate(at)
    acts = [item.organisation for item in people.organisations.organisations_of(row.person_id) if item.how.at(today)]
    ids = {item.id for item in acts if " ".join(item.name.split()).casefold() == named}
    if len(ids) == 1:
        contacts.on_behalf.record_organisation(by=by, at=at, reference=contact, organisation_id=ids.pop())


def _who(row: Submission, mode: Mode) -> contacts.CustomerType:
    if mode is Mode.HELPER:
        return contacts.CustomerType.ON_BEHALF
    return contacts.CustomerType.CUSTOMER if row.person_id else contacts.CustomerType.ANONYMOUS
