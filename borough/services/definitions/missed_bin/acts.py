"""What a missed bin looks up, and does when it is sent."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from borough.kernel.sentences import joined, say, weekday_in_words
from borough.places import public as places
from borough.services.definitions.missed_bin import rules
from borough.services.grammar.kinds.address import AddressAnswer
from borough.services.grammar.service import Done, Stood, Told
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
    return tuple(
        (one.collected_on.isoformat(), weekday_in_words(one.collected_on)) for one in question.options if one.may
    )


def why(question: waste.MissedQuestion) -> str:
    """Why none may be reported, and when the crew comes next."""
    said = question.options[0].sentence if question.options else say("There was no collection of it in the last weeks.")
    if not question.next_on:
        return said
    following = say("The next collection is on {day}.", day=weekday_in_words(question.next_on))
    return joined((said, following))


def streams() -> rules.Offered:
    """Every bin there is, wherever it is collected."""
    return tuple((one.key, one.name) for one in waste.streams().values())


def latest(answers: Mapping[str, Any], at: datetime) -> str | None:
    """The latest collection of the bin told of, one that may be reported where there is one."""
    uprn, stream = rules.told(answers)
    if uprn is None or not stream:
        return None
    found = waste.missed_question(uprn, stream, at).options
    first = next((one for one in found if one.may), found[0] if found else None)
    return first.collected_on.isoformat() if first else None


def refuses(answers: Mapping[str, Any], at: datetime) -> str:
    """Why what another system told may not be reported: wrong day, too early, too late, or what the crew said."""
    uprn, stream = rules.told(answers)
    if uprn is None or places.line_of(uprn) is None:
        return rules.NO_PROPERTY
    day = rules.day_told(answers)
    if not stream or stream not in dict(streams()):
        return rules.NO_BIN
    if day is None:
        return rules.NO_DAY if answers.get("collected_on") else ""
    told = waste.missed_told(uprn, stream, day, at)
    return "" if told.may else told.sentence.rstrip(".")


def stands(references: Collection[str]) -> dict[str, Stood]:
    """How reports stand, by the references they were sent under."""
    found = waste.missed_by_keys([f"submission {one}" for one in references])
    return {
        key.removeprefix("submission "): Stood(over=one.over, at=one.at, words=one.words)
        for key, one in found.items()
    }  # fmt: skip


def act(done: Done) -> Told:
    """Send the crew back. Raises Refused."""
    waste.report_missed(
        by=done.by, at=done.at, key=f"submission {done.reference}", uprn=done.answers["address"].uprn,
        stream=done.answers["stream"], collected_on=rules.day_of(done.answers["collected_on"]),
        person_id=done.person_id, details=done.answers.get("details") or "",
    )  # fmt: skip
    return Told(lines=(say("The crew will come back for it. Leave the bin out."),), settled=True)
