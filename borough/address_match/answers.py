"""Match results: a verdict, the property, its probability, the other candidates, and reasons."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What to do with a result."""

    ACCEPT = "accept"
    REVIEW = "review"
    NO_MATCH = "not found"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate property. probability is 0 to 1; line is the row of the index line that matched.

    reasons are given where a person has to choose.
    """

    uprn: int
    probability: float
    line: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The result for one address. uprn is None if nothing is similar; probability is calibrated, 0 to 1.

    margin is the probability lead over the next candidate. candidates: at most eight, best first.
    """

    verdict: Verdict
    uprn: int | None
    probability: float
    margin: float
    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]
    model: str


def no_match(model: str, reason: str) -> Answer:
    """Return the result where no property is similar to the text."""
    return Answer(Verdict.NO_MATCH, None, 0.0, 0.0, (), (reason,), model)
