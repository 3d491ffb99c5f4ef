"""Candidate properties of an address text with their current data, for a reviewer's choice."""

from dataclasses import dataclass
from datetime import date

from borough.address_match.address_lines import single_line
from borough.gazetteer.models import MatchQuestion, Property
from borough.gazetteer.queries.addresses import lines_of
from borough.gazetteer.queries.properties import wards_of


@dataclass(frozen=True)
class MatchCandidate:
    """A candidate property. probability is 0 to 1; address is empty if it has none any more."""

    uprn: int
    probability: float
    reasons: tuple[str, ...]
    address: str
    classification: str
    ward: str
    in_use: bool


def match_candidates(number: int, on: date) -> list[MatchCandidate]:
    """Return a question's candidate properties by the matcher, best first, with their current data."""
    stored = MatchQuestion.objects.filter(pk=number).values_list("others", flat=True).first() or []
    candidates = {int(uprn): (float(chance), tuple(why)) for uprn, chance, why in stored}
    return describe_candidates(candidates, on)


def describe_candidates(candidates: dict[int, tuple[float, tuple[str, ...]]], on: date) -> list[MatchCandidate]:
    """Return properties with their current data, in the given order: uprn, probability and reasons."""
    own, wards = lines_of(list(candidates)), wards_of(list(candidates), on)
    withdrawn = set(
        Property.objects.filter(pk__in=list(candidates), withdrawn_on__isnull=False).values_list("pk", flat=True)
    )
    return [
        MatchCandidate(
            uprn,
            chance,
            why,
            single_line(own[uprn]) if uprn in own else "",
            own[uprn].classification if uprn in own else "",
            wards.get(uprn, ""),
            uprn in own and uprn not in withdrawn,
        )
        for uprn, (chance, why) in candidates.items()
    ]
