"""What a missed bin looks up, and does when it is sent."""

from datetime import date, datetime, timedelta

from borough.services.definitions.missed_bin import rules
from borough.services.grammar.kinds.address import AddressAnswer
from borough.services.grammar.kinds.dates import day_in_words
from borough.services.grammar.service import Done, Told
from borough.waste import public as waste

BACK, AHEAD = timedelta(days=28), timedelta(days=28)


def collected(address: AddressAnswer, today: date) -> rules.Offered:
    """What is collected at the address, to choose from."""
    if address.uprn is None:
        return ()
    found = {one.stream for one in waste.collections_of(address.uprn, today - BACK, today + AHEAD)}
    return tuple((one.key, one.name) for one in waste.streams().values() if one.key in found)


def question(address: AddressAnswer, stream: str, now: datetime) -> waste.MissedQuestion | None:
    """The latest collections of the bin, with whether each may be reported."""
    return waste.missed_question(address.uprn, stream, now) if address.uprn else None


def days(question: waste.MissedQuestion) -> rules.Offered:
    """The collections that may be reported."""
    return tuple((one.collected_on.isoformat(), day_in_words(one.collected_on)) for one in question.options if one.may)


def why(question: waste.MissedQuestion) -> str:
    """Why none may be reported, and when the crew comes next."""
    said = question.options[0].sentence if question.options else "There was no collection of it in the last weeks."
    return f"{said} The next collection is on {day_in_words(question.next_on)}." if question.next_on else said


def act(done: Done) -> Told:
    """Send the crew back. Raises Refused."""
    waste.report_missed(
        by=done.by, at=done.at, key=f"submission {done.reference}", uprn=done.answers["address"].uprn,
        stream=done.answers["stream"], collected_on=rules.day_of(done.answers["collected_on"]),
        person_id=done.person_id, details=done.answers.get("details") or "",
    )  # fmt: skip
    return Told(lines=("The crew will come back for it. Leave the bin out.",), settled=True)
