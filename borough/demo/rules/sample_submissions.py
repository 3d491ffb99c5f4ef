"""Sample submissions of the demonstration's cast: invented, like its members."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MARK = "CANARY-4WX8N2KD"


@dataclass(frozen=True, kw_only=True)
class SampleSubmission:
    """A submission, or a draft with a help request: days ago, mode and answers."""

    who: str
    service: str
    mode: str
    days: int
    answers: Mapping[str, Any] = field(default_factory=dict)
    help: str = ""


SENT = (
    SampleSubmission(
        who="resident",
        service="complaint",
        mode="web",
        days=9,
        answers={
            "before": "no",
            "about": "bins",
            "happened": "The lid of our bin came off when it was emptied.",
            "put_right": "Bring a new lid, or a new bin.",
        },
    ),
    SampleSubmission(
        who="caller",
        service="complaint",
        mode="phone",
        days=25,
        answers={
            "before": "no",
            "about": "council-tax",
            "happened": f"Two bills came with two amounts. {MARK}",
            "put_right": "Tell me which of the two is right.",
        },
    ),
    SampleSubmission(
        who="carer",
        service="report-it",
        mode="web",
        days=1,
        answers={
            "problem": "fly-tipping",
            "dangerous": False,
            "waste": ["furniture"],
            "spot": {"near": "Invented Street", "details": "Behind the garages"},
        },
    ),
    SampleSubmission(
        who="stranger",
        service="report-it",
        mode="counter",
        days=2,
        answers={
            "problem": "pothole",
            "dangerous": False,
            "spot": {"near": "Invented Street", "details": "Before number 12, in the middle of the road"},
        },
    ),
    SampleSubmission(
        who="resident",
        service="freedom-of-information",
        mode="web",
        days=12,
        answers={
            "mine": False,
            "wanted": "How many street trees were planted in each ward in the last three years?",
            "how": "email",
        },
    ),
    SampleSubmission(
        who="learner",
        service="skills-course",
        mode="phone",
        days=3,
        answers={"topic": ["beginning", "forms"], "place": "town", "times": ["morning"]},
    ),
    SampleSubmission(
        who="learner",
        service="move-home",
        mode="web",
        days=0,
        help="01632 960003, mornings",
        answers={"move": "within"},
    ),
)
