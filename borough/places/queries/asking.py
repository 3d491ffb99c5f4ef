"""Address texts that were asked about, for the screens of who decides on them, and the decisions in force."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from borough.places.models import Address, MatchDecision, MatchQuestion, Property
from borough.places.queries.addresses import lines_of
from borough.places.queries.properties import wards_of
from borough.places.rules.addresses import single_line
from borough.places.types.asking import Asked, Ruling


@dataclass(frozen=True)
class InForce:
    """A decision that holds: uprn is None where no property is meant."""

    id: int
    ruling: Ruling
    uprn: int | None
    decided_by: str
    decided_at: datetime
    change: int


@dataclass(frozen=True)
class Likely:
    """A property that may be meant. probability is 0 to 1; address is empty where it goes by none any more."""

    uprn: int
    probability: float
    reasons: tuple[str, ...]
    address: str
    classification: str
    ward: str
    standing: bool


@dataclass(frozen=True)
class Question:
    """An address text that was asked about, and where it stands."""

    id: int
    source: str
    source_id: str
    text: str
    postcode: str
    state: Asked
    verdict: str
    uprn: int | None
    probability: float | None
    asked_at: datetime
    asked_by: str
    answered_at: datetime | None
    model: str
    conflict: str
    note: str
    decision: InForce | None
    version: str


def decisions_on(digests: Collection[str]) -> dict[str, InForce]:
    """The decision in force on each text that has one. One whose property was withdrawn since holds no more."""
    rows = MatchDecision.objects.filter(digest__in=list(digests)).order_by("digest", "-id").distinct("digest")
    found = {}
    for row in rows.select_related("property"):
        gone = row.property is not None and (row.property.withdrawn_on is not None or row.property.status in (7, 9))
        if not gone and row.ruling != Ruling.UNDONE.value:
            found[row.digest] = _in_force(row)
    return found


def _in_force(row: MatchDecision) -> InForce:
    return InForce(row.pk, Ruling(row.ruling), row.property_id, row.decided_by, row.decided_at, row.change)


def any_decided() -> bool:
    """Whether anyone has decided on any text."""
    return MatchDecision.objects.exists()


def entered_after(uprns: dict[int, int]) -> set[int]:
    """Those properties that were touched, or whose addresses were, after the change given for each."""
    newest: dict[int, int] = {}
    for rows in (
        Property.objects.filter(pk__in=list(uprns)).values_list("pk", "change_id"),
        Address.objects.filter(property_id__in=list(uprns)).values_list("property_id", "change_id"),
    ):
        for uprn, change in rows:
            newest[uprn] = max(change, newest.get(uprn, 0))
    return {uprn for uprn, since in uprns.items() if newest.get(uprn, 0) > since}


def history_on(question: int, most: int = 20) -> list[InForce]:
    """Every decision on the question's text, in force or not, the latest first."""
    digest = MatchQuestion.objects.filter(pk=question).values_list("digest", flat=True).first()
    return [_in_force(row) for row in MatchDecision.objects.filter(digest=digest).order_by("-id")[:most]]


def questions(*, source: str = "", state: str = "", after: int = 0, limit: int = 50) -> list[Question]:
    """Questions with a source and in a state, or of any, the oldest first, those after an id."""
    return [_shown(row) for row in _those(source, state).filter(pk__gt=after).select_related("decision")[:limit]]


def _those(source: str, state: str) -> QuerySet[MatchQuestion]:
    wanted = {name: value for name, value in (("source", source), ("state", state)) if value}
    return MatchQuestion.objects.filter(**wanted).order_by("pk")


def question_of(number: int) -> Question | None:
    """One question; None when there is none."""
    row = MatchQuestion.objects.filter(pk=number).select_related("decision").first()
    return _shown(row) if row else None


def next_waiting(after: int, source: str = "") -> int | None:
    """The next question that waits for staff after one, from the first again where there is none after it."""
    rows = _those(source, Asked.WAITING.value).values_list("pk", flat=True)
    return rows.filter(pk__gt=after).first() or rows.filter(~Q(pk=after)).first()


def waiting_count(most: int = 1_000) -> int:
    """How many questions wait for staff; no more than so many are counted."""
    return MatchQuestion.objects.filter(state=Asked.WAITING.value)[:most].count()


def sources() -> list[str]:
    """The sources that questions came from, found by stepping from one to the next."""
    found: list[str] = []
    while more := _next_source(found[-1] if found else ""):
        found.append(more)
    return found


def _next_source(after: str) -> str | None:
    rows = MatchQuestion.objects.filter(source__gt=after).order_by("source", "source_id")
    return rows.values_list("source", flat=True).first()


def likely(number: int, on: date) -> list[Likely]:
    """The properties that a question may mean as the engine said, the best first, with what is known of them now."""
    held = MatchQuestion.objects.filter(pk=number).values_list("others", flat=True).first() or []
    told = {int(uprn): (float(chance), tuple(why)) for uprn, chance, why in held}
    return likely_of(told, on)


def likely_of(told: dict[int, tuple[float, tuple[str, ...]]], on: date) -> list[Likely]:
    """Properties with what is known of them now, as they are given: uprn, probability and reasons."""
    own, wards = lines_of(list(told)), wards_of(list(told), on)
    gone = set(Property.objects.filter(pk__in=list(told), withdrawn_on__isnull=False).values_list("pk", flat=True))
    return [
        Likely(
            uprn, chance, why, single_line(own[uprn]) if uprn in own else "",
            own[uprn].classification if uprn in own else "", wards.get(uprn, ""), uprn in own and uprn not in gone,
        )
        for uprn, (chance, why) in told.items()
    ]  # fmt: skip


def _shown(row: MatchQuestion) -> Question:
    decision = _in_force(row.decision) if row.decision else None
    return Question(
        row.pk, row.source, row.source_id, row.text, row.postcode, Asked(row.state), row.verdict, row.uprn,
        row.probability, row.asked_at, row.asked_by, row.answered_at, row.model, row.conflict, row.note, decision,
        f"{row.state} {row.decision_id or 0}",
    )  # fmt: skip
