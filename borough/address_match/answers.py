"""What matching answers: a verdict, the property, how sure it is, the other candidates, and why."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What to do with an answer."""

    ACCEPT = "accept"
    REVIEW = "review"
    NO_MATCH = "not found"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A property that may be meant. probability is 0 to 1; line is the number of the index's line that led to it.

    reasons are given where a person is to choose.
    """

    uprn: int
    probability: float
    line: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer for one address. uprn is None where nothing is like it; probability is calibrated, 0 to 1.

    margin is how much more probable the best is than the next. candidates are at most eight, the best first.
    """

    verdict: Verdict
    uprn: int | None
    probability: float
    margin: float
    candidates: tuple[Candidate, ...]
    reasons: tuple[str, ...]
    model: str


def no_match(model: str, reason: str) -> Answer:
    """The answer where no property is like what is written."""
    return Answer(Verdict.NO_MATCH, None, 0.0, 0.0, (), (reason,), model)
