"""Missed bin rules: was it due, is it too early or too late, what did the crew log."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from borough.kernel.holidays import working_days_after
from borough.kernel.messages import format_day, msg
from borough.kernel.refusals import Refused
from borough.waste.rules.days import LONDON
from borough.waste.types.missed import LeadsTo, MissedState, MissedTerms, Reason, ReportCheck, Verdict

LONGEST_DETAILS = 1000
LOGGED_WITHIN = timedelta(days=366)
EDGES: tuple[tuple[MissedState, MissedState, str], ...] = (
    (MissedState.OPEN, MissedState.RETURNED, "crew"),
    (MissedState.OPEN, MissedState.ANSWERED, "crew"),
)
"""State table: from, to, actor."""


def answer(
    collected_on: date, *, due: bool, now: datetime, reasons: Sequence[Reason], reported: bool, terms: MissedTerms
) -> ReportCheck:
    """Return whether a collection can be reported now. reasons: crew events of it, latest last."""
    verdict, sentence, key = _reason_verdict(collected_on, due, now.astimezone(LONDON), reasons, reported, terms)
    return ReportCheck(collected_on=collected_on, verdict=verdict, sentence=sentence, reason=key)


def _reason_verdict(
    day: date, due: bool, now: datetime, reasons: Sequence[Reason], reported: bool, terms: MissedTerms
) -> tuple[Verdict, str, str]:
    decisive = [reason for reason in reasons if reason.leads_to is not LeadsTo.NONE]
    if not due:
        return (
            Verdict.NO_COLLECTION,
            msg("There was no collection from this address on {day}.", day=format_day(day)),
            "",
        )
    if decisive:
        return Verdict.REASON, decisive[-1].sentence, decisive[-1].key
    if (now.date(), now.time()) < (day, terms.finishes_at):
        when = {"time": _time_verdict(terms), "day": format_day(day)}
        return Verdict.TOO_EARLY, msg("The crew may still come. Report it after {time} on {day}.", **when), ""
    if reported:
        return Verdict.REPORTED, msg("This has been reported. Leave the bin out: the crew will come back."), ""
    last = working_days_after(day, terms.working_days)
    if now.date() > last:
        late = msg("A missed bin can be reported up to {days} working days after.", days=terms.working_days)
        return Verdict.TOO_LATE, late, ""
    return Verdict.MAY, msg("You can report it until {day}.", day=format_day(last)), ""


def _time_verdict(terms: MissedTerms) -> str:
    hour, minute = terms.finishes_at.hour, terms.finishes_at.minute
    return f"{hour % 12 or 12}{f':{minute:02}' if minute else ''}{'pm' if hour >= 12 else 'am'}"


def check_can_report(check: ReportCheck, details: str) -> None:
    """Raise Refused with the message for the resident."""
    if not check.may:
        raise Refused(check.sentence.rstrip("."))
    if len(details) > LONGEST_DETAILS:
        raise Refused(f"What you tell us must be {LONGEST_DETAILS} characters or less")


def check_can_end(state: MissedState, after: MissedState, reason: str, known: Sequence[str]) -> None:
    """Raise Refused if already closed, or without a known crew reason where one is the answer."""
    if not any((before, to) == (state, after) for before, to, _who in EDGES):
        raise Refused("This report has ended already")
    if (after is MissedState.ANSWERED) != bool(reason) or (reason and reason not in known):
        raise Refused("Choose a reason from the list")


def check_can_log(
    *,
    reason: str,
    known: Sequence[str],
    stream: str,
    streams: Sequence[str],
    place: Sequence[object],
    happened_at: datetime,
    now: datetime,
) -> None:
    """Raise Refused unless reason and stream exist, with a property, street or round, within the last year."""
    if reason not in known:
        raise Refused("The reason is not one of the list")
    if stream not in streams:
        raise Refused("The stream is not one we collect")
    if sum(bool(part) for part in place) != 1:
        raise Refused("Say one of a property, a street and a round")
    if happened_at > now:
        raise Refused("It cannot have happened after now")
    if happened_at < now - LOGGED_WITHIN:
        raise Refused("It cannot have happened more than a year ago")
