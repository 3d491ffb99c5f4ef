"""Staff decisions on address texts: those in force, and all."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from borough.gazetteer.models import Address, MatchDecision, MatchQuestion, Property
from borough.gazetteer.types.address_questions import Ruling


@dataclass(frozen=True)
class DecisionInForce:
    """A decision in force: uprn is None if no property is meant."""

    id: int
    ruling: Ruling
    uprn: int | None
    decided_by: str
    decided_at: datetime
    change: int


def decisions_on(digests: Collection[str]) -> dict[str, DecisionInForce]:
    """Return the decision in force for each text. A decision on a property withdrawn since is not in force."""
    rows = MatchDecision.objects.filter(digest__in=list(digests)).order_by("digest", "-id").distinct("digest")
    decisions = {}
    for row in rows.select_related("property"):
        withdrawn = row.property is not None and (
            row.property.withdrawn_on is not None or row.property.status in (7, 9)
        )
        if not withdrawn and row.ruling != Ruling.UNDONE.value:
            decisions[row.digest] = in_force(row)
    return decisions


def in_force(row: MatchDecision) -> DecisionInForce:
    """Convert a row to a decision."""
    return DecisionInForce(row.pk, Ruling(row.ruling), row.property_id, row.decided_by, row.decided_at, row.change)


def has_decisions() -> bool:
    """Return whether there are any decisions."""
    return MatchDecision.objects.exists()


def changed_after(uprns: dict[int, int]) -> set[int]:
    """Return properties that changed, or whose addresses did, after the change given for each."""
    newest: dict[int, int] = {}
    for rows in (
        Property.objects.filter(pk__in=list(uprns)).values_list("pk", "change_id"),
        Address.objects.filter(property_id__in=list(uprns)).values_list("property_id", "change_id"),
    ):
        for uprn, change in rows:
            newest[uprn] = max(change, newest.get(uprn, 0))
    return {uprn for uprn, since in uprns.items() if newest.get(uprn, 0) > since}


def decisions_of(question: int, most: int = 20) -> list[DecisionInForce]:
    """Return every decision on the question's text, in force or not, latest first."""
    digest = MatchQuestion.objects.filter(pk=question).values_list("digest", flat=True).first()
    return [in_force(row) for row in MatchDecision.objects.filter(digest=digest).order_by("-id")[:most]]
