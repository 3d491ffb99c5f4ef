"""The properties that an address text may mean, with what is known of them now, for whoever is to choose."""

from dataclasses import dataclass
from datetime import date

from borough.places.models import MatchQuestion, Property
from borough.places.queries.addresses import lines_of
from borough.places.queries.properties import wards_of
from borough.places.rules.addresses import single_line


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
