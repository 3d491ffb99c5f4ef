"""Finish a submission: its service's act, its contact, its case, and word to the person."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from borough.cases import public as cases
from borough.contacts import public as contacts
from borough.foundation import events
from borough.kernel.holidays import working_days_after
from borough.kernel.refusals import Refused
from borough.kernel.sentences import kept
from borough.people import public as people
from borough.services.grammar.conditions import Rule, put
from borough.services.grammar.service import Done, Mode, Service, Told
from borough.services.grammar.walking import Way, walk
from borough.services.models import Submission
from borough.services.queries import checking
from borough.services.queries.ways import find, given
from borough.services.types import SubmissionCompleted

CHANNELS = {
    Mode.WEB: contacts.Channel.WEB, Mode.HELPER: contacts.Channel.WEB, Mode.PHONE: contacts.Channel.PHONE,
    Mode.COUNTER: contacts.Channel.FACE_TO_FACE, Mode.POST: contacts.Channel.POST,
    Mode.MACHINE: contacts.Channel.MACHINE,
}  # fmt: skip
LONGEST_MINUTES = 120  # a draft left open over lunch is not a call of an hour


def way_sent(row: Submission, service: Service, *, today: date, at: datetime) -> Way:
    """The way through a submission that was sent before."""
    seen = frozenset(page.key for page in service.pages)
    return walk(service, row.answers, seen, given(today=today, at=at, person_id=row.person_id), find)


def finish(
    *, by: str, at: datetime, today: date, row: Submission, service: Service, way: Way, new: bool = False
) -> None:  # fmt: skip
    """Do what a submission does, and mark it complete. Call it in a transaction, the submission held.

    new: it was made in this very transaction.
    An act that is refused after it was paid for becomes a case for staff: the money is here and the wish is not lost.
    """
    told, refused = _act(by, at, today, row, service, way)
    promised = _promised(service, way, today)
    case = "" if told.settled and not refused else _case(
        by, at, row, service, way, promised=promised, refused=refused, new=new
    )  # fmt: skip
    contact = _contact(by, at, row, service, way, opened=bool(case), new=new)
    _say_for_whom(by, at, row, service, way, contact)
    row.told = {"lines": [kept(line) for line in told.lines], "words": dict(told.words)}
    row.contact, row.case, row.state, row.completed_at, row.promised_by = contact, case, "complete", at, promised
    row.save(update_fields=["told", "contact", "case", "state", "completed_at", "promised_by"])
    events.done(
        SubmissionCompleted(row.reference, service.key, contact, case), by=by, at=at, verb="services.complete",
        subject=f"submission:{row.reference}", detail={"service": service.key, "contact": contact, "case": case},
    )  # fmt: skip


def _promised(service: Service, way: Way, today: date) -> date:
    promise = service.promise
    if promise.on:
        return date.fromisoformat(str(way.ground[promise.on]))
    days = put(promise.rule, way.ground) if promise.rule else promise.working_days
    return working_days_after(today, days, promise.calendar)


def done_of(by: str, at: datetime, today: date, row: Submission, way: Way) -> Done:
    """A submission as its service's own acts take it."""
    return Done(
        by=by, at=at, today=today, reference=row.reference, answers=dict(way.ground), person_id=row.person_id,
        uprn=row.uprn, fee=row.fee, payment=row.payment,
    )  # fmt: skip


def _act(by: str, at: datetime, today: date, row: Submission, service: Service, way: Way) -> tuple[Told, str]:
    if service.act is None:
        return Told(), ""
    done = done_of(by, at, today, row, way)
    if not row.fee:
        return service.act(done), ""
    try:
        with transaction.atomic():  # a savepoint: what was paid stays paid
            return service.act(done), ""
    except Refused as refused:
        return Told(), str(refused)


def _case(
    by: str, at: datetime, row: Submission, service: Service, way: Way, *, promised: date, refused: str, new: bool
) -> str:  # fmt: skip
    opens = service.opens
    if opens is None and not refused:
        return ""
    title = opens.title if opens else service.name
    return cases.open_case(
        by=by, at=at, kind=opens.kind if opens else service.key, service=service.key,
        team=_said(opens.team if opens else service.owner, way),
        title=_said(title, way), person_id=row.person_id, uprn=row.uprn,
        source="services", source_id=row.reference, promised_by=promised, details=row.wording["pages"],
        note=f"This was paid for and could not be done: {refused}" if refused else "", new=new,
    )  # fmt: skip


def _said(words: str | Rule, way: Way) -> str:
    return str(put(words, way.ground)) if callable(words) else words


def _contact(
    by: str, at: datetime, row: Submission, service: Service, way: Way, *, opened: bool, new: bool
) -> str:  # fmt: skip
    mode = Mode(row.mode)
    minutes = None
    if mode in (Mode.PHONE, Mode.COUNTER):
        minutes = min(max(1, round((row.submitted_at - row.began_at).total_seconds() / 60)), LONGEST_MINUTES)
    address, postcode = checking.address_of(way)
    recorded = contacts.record(
        by=by, at=at, channel=CHANNELS[mode], service=service.key, nature=contacts.Nature(service.nature),
        outcome=contacts.Outcome.CASE_OPENED if opened else contacts.Outcome.COMPLETED,
        started_at=row.submitted_at, who=_who(row, mode), assisted=row.assisted, minutes=minutes,
        person_id=row.person_id, source="services", source_id=row.reference, uprn=row.uprn, address=address,
        postcode=postcode, new=new,
    )  # fmt: skip
    return recorded.reference


def _say_for_whom(by: str, at: datetime, row: Submission, service: Service, way: Way, contact: str) -> None:
    """Note for which organisation it was, where they name one for which they act now. Another's name stays a name."""
    asked = [key for key, question in service.questions().items() if question.fact == "organisation"]
    named = " ".join(str(way.answers.get(asked[0]) or "").split()).casefold() if asked else ""
    if not named or row.person_id is None:
        return
    today = localdate(at)
    acts = [one.organisation for one in people.organisations.acts_for(row.person_id) if one.how.at(today)]
    found = {one.id for one in acts if " ".join(one.name.split()).casefold() == named}
    if len(found) == 1:
        contacts.on_behalf.say(by=by, at=at, reference=contact, organisation_id=found.pop())


def _who(row: Submission, mode: Mode) -> contacts.Who:
    if mode is Mode.HELPER:
        return contacts.Who.ON_BEHALF
    return contacts.Who.CUSTOMER if row.person_id else contacts.Who.ANONYMOUS
