"""Take problems that other systems tell, in the words of Open311: each is a service sent whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from borough.cases import public as cases
from borough.foundation import locks
from borough.foundation.outward import done, mark_done
from borough.places import public as places
from borough.services.actions.whole import submit_whole
from borough.services.grammar.reports import as_json, asked_of
from borough.services.grammar.service import Reports, Service
from borough.services.models import Submission
from borough.services.queries.reports import taker_of
from borough.services.types import Fault, Receipt, Unfit

LONGEST_UPRN = 12


@dataclass(frozen=True, kw_only=True)
class Told:
    """A problem as it was told: where by a point (degrees), in words or by a property, what, and by whom."""

    code: str
    latitude: float | None = None
    longitude: float | None = None
    near: str = ""
    uprn: str = ""
    words: str = ""
    media: Sequence[str] = ()
    email: str = ""
    phone: str = ""
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)


def report(*, by: str, at: datetime, today: date, told: Told, source: str, source_id: str) -> Receipt:
    """Take a problem, once for its id. Raises UnknownService for a code nobody takes, and Unfit."""
    service, reports = taker_of(told.code)
    answers = _answers(reports, told) | _attributes(service, reports, told, today)
    for key, value in reports.presumed.items():
        if callable(value) and key not in answers and (worked_out := value(answers, at)) is not None:
            answers[key] = worked_out
    try:
        return submit_whole(
            by=by, at=at, today=today, service=service.key, answers=answers, source=source, source_id=source_id
        )
    except Unfit:
        if reports.refuses and (said := reports.refuses(answers, at)):
            raise Unfit((Fault(said),)) from None
        raise


def _answers(reports: Reports, told: Told) -> dict[str, Any]:
    words = "\n".join(filter(None, [told.words, *(f"Photo: {one}" for one in told.media)]))
    given = {
        reports.of: told.code, reports.spot: _spot(told), reports.words: words, reports.email: told.email,
        reports.phone: told.phone, reports.address: _property(told),
    }  # fmt: skip
    return {key: value for key, value in given.items() if key and value}


def _property(told: Told) -> dict[str, Any]:
    """Which property it is, by its UPRN; one that is none is left for its question to refuse."""
    number = told.uprn
    return {"uprn": int(number)} if number.isascii() and number.isdecimal() and len(number) <= LONGEST_UPRN else {}


def _spot(told: Told) -> dict[str, Any]:
    """Where it is. A property that is none of ours is left out, since the point or the words say where it is."""
    where: dict[str, Any] = {"near": told.near, "latitude": told.latitude, "longitude": told.longitude}
    number = told.uprn
    if number.isascii() and number.isdecimal() and len(number) <= LONGEST_UPRN and places.line_of(int(number)):
        where["uprn"] = int(number)
    return {key: value for key, value in where.items() if value not in (None, "")}


def _attributes(service: Service, reports: Reports, told: Told, today: date) -> dict[str, Any]:
    """What was told of the questions there are; attributes of other systems' own are not ours to keep."""
    asked = {one.key: one for one in asked_of(service, reports, told.code, today)}
    presumed = {key: value for key, value in reports.presumed.items() if key in asked and not callable(value)}
    given = {key: words for key, words in told.attributes.items() if key in asked and any(words)}
    return presumed | {
        key: as_json(asked[key], [one for one in words if one], dated=key in reports.dated)
        for key, words in given.items()
    }


@dataclass(frozen=True, kw_only=True)
class Added:
    """What the person who told a problem says later: the sender's id for it, its status in their words, and words."""

    reference: str
    update_id: str
    status: str
    words: str


def add(*, by: str, at: datetime, added: Added, source: str) -> str:
    """Put it into the story of the case, once for its id: “added”, “again”, or “unknown” where nothing is theirs."""
    key = f"open311 update {source} {added.update_id}"
    with transaction.atomic():
        locks.hold(key)
        rows = Submission.objects.filter(source=source, reference=added.reference, disposed_at=None)
        row = rows.exclude(case="").first()
        if row is None:
            return "unknown"
        if done(key):
            return "again"
        cases.note(by=by, at=at, reference=row.case, words=f"{added.words}\n\nStatus told: {added.status}")
        mark_done(key, "open311-update", at)
    return "added"
