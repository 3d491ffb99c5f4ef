"""The properties that an address text may mean, with what is known of them now, for whoever is to choose."""

from dataclasses import dataclass
from datetime import date

from borough.address_match.address_lines import single_line
from borough.gazetteer.models import MatchQuestion, Property
from borough.gazetteer.queries.addresses import lines_of
from borough.gazetteer.queries.properties import wards_of


@dataclass(frozen=True)
class MatchCandidate:
    """A property that may be meant. probability is 0 to 1; address is empty where it goes by none any more."""

    uprn: int
    probability: float
    reasons: tuple[str, ...]
    address: str
    classification: str
    ward: str
    in_use: bool


def match_candidates(number: int, on: date) -> list[MatchCandidate]:
    """The properties that a question may mean as the engine said, the best first, with what is known of them now."""
    stored = MatchQuestion.objects.filter(pk=number).values_list("others", flat=True).first() or []
    candidates = {int(uprn): (float(chance), tuple(why)) for uprn, chance, why in stored}
    return describe_candidates(candidates, on)


def describe_candidates(candidates: dict[int, tuple[float, tuple[str, ...]]], on: date) -> list[MatchCandidate]:
    """Properties with what is known of them now, as they are given: uprn, probability and reasons."""
    own, wards = lines_of(list(candidates)), wards_of(list(candidates), on)
    withdrawn = set(Property.objects.filter(pk__in=list(candidates), withdrawn_on__isnull=False).values_list("pk", flat=True))
    return [
        MatchCandidate(
            uprn, chance, why, single_line(own[uprn]) if uprn in own else "",
            own[uprn].classification if uprn in own else "", wards.get(uprn, ""), uprn in own and uprn not in withdrawn,
        )
        for uprn, (chance, why) in candidates.items()
    ]  # fmt: skip
