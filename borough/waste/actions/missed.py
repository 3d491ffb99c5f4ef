"""Report a missed bin, log crew events, and close reports."""

from datetime import date, datetime

from django.db import transaction

from borough.foundation import audit, events
from borough.foundation.db import locks
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.waste import catalogue
from borough.waste.actions.subscription_events import LONGEST_KEY
from borough.waste.models import CrewEvent, MissedBin
from borough.waste.queries.missed import collection_on, report_check, report_of
from borough.waste.rules import missed as rules
from borough.waste.rules.days import day_of
from borough.waste.types.missed import (
    CrewLogged,
    LeadsTo,
    MissedEnded,
    MissedReport,
    MissedReported,
    MissedState,
)


def report_missed(
    *,
    by: str,
    at: datetime,
    key: str,
    uprn: int,
    stream: str,
    collected_on: date,
    person_id: int | None = None,
    details: str = "",
) -> MissedReport:
    """Report that a bin was not emptied on a day. A repeated key returns the existing report.

    Raises Refused with a message for the resident: no collection, too early, too late, already reported, or the
    crew's reason.
    """
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refused(f"A key has 1 to {LONGEST_KEY} characters")
    details = details.strip()
    with transaction.atomic():
        locks.lock(f"waste missed {key}")
        locks.lock(f"waste missed at {uprn}")
        if there := MissedBin.objects.filter(key=key).first():
            if (there.uprn, there.stream, there.collected_on) != (uprn, stream, collected_on):
                raise Refused("This was sent before with something else in it. Start again")
            return report_of(there, again=True)
        due = collection_on(uprn, stream, collected_on)
        rules.check_can_report(report_check(uprn, stream, collected_on, at, due=due), details)
        row = MissedBin.objects.create(
            reference=new_reference(),
            key=key,
            uprn=uprn,
            stream=stream,
            round=due.round if due else "",
            collected_on=collected_on,
            person_id=person_id,
            details=details,
            created_at=at,
            created_by=by,
        )
        position = audit.record(
            by=by, at=at, verb="waste.report_missed", subject=f"missed-bin:{row.reference}", detail={"stream": stream}
        )
        event = MissedReported(row.reference, uprn, stream, collected_on.isoformat())
        events.publish(event, at=at, position=position)
    return report_of(row)


def end_missed(*, by: str, at: datetime, reference: str, state: MissedState, reason: str = "") -> MissedReport:
    """Record that the crew came back, or the reason they gave. Repeating has no effect. Raises Refused."""
    with transaction.atomic():
        row = MissedBin.objects.select_for_update().filter(reference=reference).first()
        if row is None:
            raise Refused("There is no report of a missed bin with that reference")
        if (row.state, row.reason) == (state.value, reason):
            return report_of(row)
        rules.check_can_end(MissedState(row.state), state, reason, list(catalogue.reasons()))
        _end(row, by, at, state, reason)
    return report_of(row)


def _end(row: MissedBin, by: str, at: datetime, state: MissedState, reason: str) -> None:
    row.state, row.reason, row.ended_at, row.ended_by = state.value, reason, at, by
    changed = MissedBin.objects.filter(pk=row.pk, state=MissedState.OPEN.value).update(
        state=row.state, reason=reason, ended_at=at, ended_by=by
    )
    if changed:
        events.record_and_publish(
            MissedEnded(row.reference, state.value, reason),
            by=by,
            at=at,
            verb="waste.end_missed",
            subject=f"missed-bin:{row.reference}",
            detail={"state": state.value, "reason": reason},
        )


def log_crew_event(
    *,
    by: str,
    at: datetime,
    source_id: str,
    reason: str,
    stream: str,
    happened_at: datetime,
    uprn: int | None = None,
    usrn: int | None = None,
    round_code: str = "",
) -> bool:
    """Log a crew event at a property, in a street or on a round; return whether it is new.

    source_id: the sender's own ID; repeating has no effect. An open report is answered by it. Raises Refused.
    """
    source = f"{by} {source_id}"
    rules.check_can_log(
        reason=reason,
        known=list(catalogue.reasons()),
        stream=stream,
        streams=list(catalogue.streams()),
        place=(uprn, usrn, round_code),
        happened_at=happened_at,
        now=at,
    )
    with transaction.atomic():
        locks.lock(f"waste crew {source}")
        if CrewEvent.objects.filter(source_id=source).exists():
            return False
        if uprn:
            locks.lock(f"waste missed at {uprn}")
        row = CrewEvent.objects.create(
            source_id=source,
            reason=reason,
            stream=stream,
            on=day_of(happened_at),
            happened_at=happened_at,
            uprn=uprn,
            usrn=usrn,
            round=round_code,
            created_at=at,
            created_by=by,
        )
        events.record_and_publish(
            CrewLogged(row.pk, reason, stream),
            by=by,
            at=at,
            verb="waste.log_crew_event",
            subject=f"crew-event:{row.pk}",
            detail={"reason": reason},
        )
        if uprn and catalogue.reasons()[reason].leads_to is LeadsTo.REFUSES:
            _answer_open_reports(row, by=by, at=at)
    return True


def _answer_open_reports(row: CrewEvent, *, by: str, at: datetime) -> None:
    """End the open reports of that property's collection with the crew's reason."""
    waiting = MissedBin.objects.filter(
        uprn=row.uprn, stream=row.stream, collected_on=row.on, state=MissedState.OPEN.value
    )
    for report in waiting.select_for_update():
        _end(report, by, at, MissedState.ANSWERED, row.reason)
