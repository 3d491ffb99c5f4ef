"""Missed bin look-ups, and the action run when it is submitted."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from borough.forms.kinds.address import AddressAnswer
from borough.forms.service import ActionContext, ActionResult, ReportStatus
from borough.gazetteer import public as gazetteer
from borough.kernel.messages import format_weekday, join_messages, msg
from borough.services.definitions.missed_bin import rules
from borough.waste import public as waste

BACK, AHEAD = timedelta(days=28), timedelta(days=28)


def collected(address: AddressAnswer, today: date) -> rules.Offered:
    """Return the waste streams collected at the address, to choose from."""
    if address.uprn is None:
        return ()
    stream_keys = {item.stream for item in waste.collections_of(address.uprn, today - BACK, today + AHEAD)}
    return tuple((item.key, item.name) for item in waste.streams().values() if item.key in stream_keys)


def question(address: AddressAnswer, stream: str, now: datetime) -> waste.MissedQuestion | None:
    """Return the latest collections of the bin, with whether each can be reported."""
    return waste.missed_question(address.uprn, stream, now) if address.uprn else None


def days(question: waste.MissedQuestion) -> rules.Offered:
    """Return the collections that can be reported."""
    return tuple(
        (option.collected_on.isoformat(), format_weekday(option.collected_on))
        for option in question.options
        if option.may
    )


def why(question: waste.MissedQuestion) -> str:
    """Return why no collection can be reported, and the next collection day."""
    sentence = (
        question.options[0].sentence if question.options else msg("There was no collection of it in the last weeks.")
    )
    if not question.next_on:
        return sentence
    following = msg("The next collection is on {day}.", day=format_weekday(question.next_on))
    return join_messages((sentence, following))


def streams() -> rules.Offered:
    """Return every waste stream."""
    return tuple((stream.key, stream.name) for stream in waste.streams().values())


def latest(answers: Mapping[str, Any], at: datetime) -> str | None:
    """Return the latest collection of the reported bin, preferring one that can be reported."""
    uprn, stream = rules.property_and_stream(answers)
    if uprn is None or not stream:
        return None
    options = waste.missed_question(uprn, stream, at).options
    first = next((option for option in options if option.may), options[0] if options else None)
    return first.collected_on.isoformat() if first else None


def refuses(answers: Mapping[str, Any], at: datetime) -> str:
    """Return why another system's report is rejected: wrong day, too early, too late, or the crew's own log."""
    uprn, stream = rules.property_and_stream(answers)
    if uprn is None or gazetteer.line_of(uprn) is None:
        return rules.NO_PROPERTY
    day = rules.reported_day(answers)
    if not stream or stream not in dict(streams()):
        return rules.NO_BIN
    if day is None:
        return rules.NO_DAY if answers.get("collected_on") else ""
    check = waste.check_missed_report(uprn, stream, day, at)
    return "" if check.may else check.sentence.rstrip(".")


def statuses(references: Collection[str]) -> dict[str, ReportStatus]:
    """Return the status of reports by submission reference."""
    ends = waste.missed_by_keys([f"submission {item}" for item in references])
    return {
        key.removeprefix("submission "): ReportStatus(over=item.over, at=item.at, text=item.text)
        for key, item in ends.items()
    }


def act(done: ActionContext) -> ActionResult:
    """Send the crew back. Raises Refused."""
    waste.report_missed(
        by=done.by,
        at=done.at,
        key=f"submission {done.reference}",
        uprn=done.answers["address"].uprn,
        stream=done.answers["stream"],
        collected_on=rules.day_of(done.answers["collected_on"]),
        person_id=done.person_id,
        details=done.answers.get("details") or "",
    )
    return ActionResult(lines=(msg("The crew will come back for it. Leave the bin out."),), settled=True)
