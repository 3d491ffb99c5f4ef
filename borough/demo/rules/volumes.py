"""Completed contacts by quarter, service and channel, as integers that give the target shares.

The targets are the seed's, paragraph 24: 55% of transactions and contact on the website in the last quarter,
a rise in each quarter, and the rise primarily due to online garden waste requests.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

QUARTERS = 8  # April 2016 to March 2018
TWENTIETHS = 20  # 55% is eleven twentieths, so the last quarter's total is a multiple of twenty
LAST_SHARE = Fraction(11, 20)
GARDEN_VOLUMES = (520, 430, 260, 300, 640, 560, 380, 3900)
GARDEN_WEB = (38, 40, 42, 44, 48, 52, 55, None)  # the last quarter's is computed to give 55% overall
SEASONS = (101, 99, 97, 103, 102, 100, 98, 104)  # percent of the usual volume
OTHER_CHANNELS = {  # percent of the contacts not on the website, in the first and last quarter
    "phone": (57, 60),
    "face_to_face": (19, 14),
    "email": (12, 16),
    "post": (9, 5),
    "social": (1, 2),
    "webchat": (1, 2),
    "text": (1, 1),
}
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Service:
    """A service, its usual completed contacts a quarter, and its first and last website share in percent."""

    key: str
    name: str
    lgsl: int | None
    team: str
    weight: int
    web_first: int
    web_last: int
    case_share: int


@dataclass(frozen=True)
class Ward:
    """A ward of 2018, its number of homes, and some of its postcodes."""

    code: str
    name: str
    homes: int
    postcodes: tuple[str, ...]


@dataclass(frozen=True)
class Count:
    """The completed contacts about a service on a channel in a quarter, counted from 0."""

    quarter: int
    service: str
    channel: str
    contacts: int


GARDEN_WASTE = Service("garden-waste", "Garden waste collection", 530, "Waste", 0, 0, 0, 85)


def services() -> list[Service]:
    """Return every service of the demonstration, garden waste first."""
    with (HERE / "services.csv").open() as source:
        rows = list(csv.DictReader(source))
    numbers = ("weight", "web_first", "web_last", "case_share")
    return [
        GARDEN_WASTE,
        *(
            Service(
                r["key"], r["name"], int(r["lgsl"]) if r["lgsl"] else None, r["team"], *(int(r[n]) for n in numbers)
            )
            for r in rows
        ),
    ]


def wards() -> list[Ward]:
    """Return the wards, with formatted postcodes."""
    with (HERE / "wards.csv").open() as source:
        return [
            Ward(r["code"], r["name"], int(r["homes"]), tuple(p.replace("+", " ") for p in r["postcodes"].split()))
            for r in csv.DictReader(source)
        ]


def shared_out(total: int, weights: list[Fraction]) -> list[int]:
    """Return integers proportional to the weights that add up to the total: largest remainder method."""
    weight_sum = sum(weights, Fraction(0))
    exact = [total * weight / weight_sum for weight in weights]
    shares = [int(e) for e in exact]
    order = sorted(range(len(exact)), key=lambda i: (shares[i] - exact[i], i))
    for i in order[: total - sum(shares)]:
        shares[i] += 1
    return shares


def _between(first: int, last: int, quarter: int) -> Fraction:
    return first + Fraction(last - first) * quarter / (QUARTERS - 1)


def counts(scale: Fraction) -> Iterator[Count]:
    """Yield every count at a scale; 1 is about a hundred thousand contacts over the two years."""
    for quarter in range(QUARTERS):
        pairs = [(s, *_usual(s, quarter, scale)) for s in services() if s is not GARDEN_WASTE]
        garden, garden_web = _garden(quarter, scale, sum(p[1] for p in pairs), sum(p[2] for p in pairs))
        for service, total, web in [(GARDEN_WASTE, garden, garden_web), *pairs]:
            yield Count(quarter, service.key, "web", web)
            weights = [_between(first, last, quarter) for first, last in OTHER_CHANNELS.values()]
            for channel, contacts in zip(OTHER_CHANNELS, shared_out(total - web, weights), strict=True):
                yield Count(quarter, service.key, channel, contacts)


def _usual(service: Service, quarter: int, scale: Fraction) -> tuple[int, int]:
    total = round(service.weight * scale * SEASONS[quarter] / 100)
    return total, round(total * _between(service.web_first, service.web_last, quarter) / 100)


def _garden(quarter: int, scale: Fraction, others: int, others_web: int) -> tuple[int, int]:
    """Return garden waste's total and website contacts; the last quarter makes the overall share exactly 55%."""
    total = round(GARDEN_VOLUMES[quarter] * scale)
    share = GARDEN_WEB[quarter]
    if share is not None:
        return total, round(Fraction(total * share, 100))
    total += -(total + others) % TWENTIETHS
    return total, int((total + others) * LAST_SHARE) - others_web
