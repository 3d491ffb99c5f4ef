"""The demonstration's contact log: counts distributed over days, wards and outcomes by a seeded generator."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from borough.demo.rules.volumes import QUARTERS, Count, Service, Ward, counts, services, wards
from borough.kernel.periods import Period, Step, parse_period

FIRST_YEAR, LAST_YEAR = "2016-17", "2017-18"
HEADER = (
    "number",
    "started",
    "channel",
    "direction",
    "who",
    "nature",
    "service",
    "outcome",
    "assisted",
    "minutes",
    "avoidable",
    "barrier",
    "ward",
    "where",
)
MINUTES = {
    "phone": (2, 11),
    "face_to_face": (5, 24),
    "post": (8, 20),
    "email": (4, 12),
    "social": (2, 6),
    "webchat": (4, 14),
    "text": (1, 4),
}
WHERE = {"phone": "Contact centre", "face_to_face": "Town Hall counter", "post": "Post room", "email": "Contact centre"}
BARRIERS = (
    "no_device",
    "no_skills",
    "no_skills",
    "no_confidence",
    "form_failed",
    "needs_help",
    "disability",
    "language",
)
AVOIDABLE = ("a1", "a1", "a2", "a3", "a4", "a4", "a4", "a5")
PEOPLE_TALK = ("phone", "face_to_face")
PER_HUNDRED_ASSISTED, PER_HUNDRED_BARRIER, PER_HUNDRED_AVOIDABLE, PER_HUNDRED_ANONYMOUS = 4, 22, 14, 6
UNFINISHED = Fraction(8, 100)  # share of additional unfinished contacts
OUTBOUND = Fraction(1, 100)
Row = tuple[str, ...]


def quarters() -> list[Period]:
    """Return the eight quarters of the two council years."""
    both = Period(parse_period(FIRST_YEAR).start, parse_period(LAST_YEAR).end)
    return list(both.split(Step.QUARTER))


def rows(seed: int, scale: Fraction) -> Iterator[Row]:
    """Yield every row of the log, unordered; the same seed and scale always give the same rows."""
    chance = random.Random(seed)  # noqa: S311 - a demonstration wants repeatable chance
    maker = _Maker(chance, services(), wards(), quarters())
    for count in counts(scale):
        yield from maker.contact_rows(count)


class _Maker:
    """Converts a count into rows."""

    def __init__(self, chance: random.Random, known: list[Service], places: list[Ward], times: list[Period]) -> None:
        self.chance, self.number = chance, 0
        self.case_share = {s.key: s.case_share for s in known}
        self.names, self.homes = [w.name for w in places], [w.homes for w in places]
        self.days = [_working_days(p) for p in times]

    def contact_rows(self, count: Count) -> Iterator[Row]:
        """Yield the completed contacts of a count, and additional unfinished and outbound ones."""
        for _ in range(count.contacts):
            yield self._row(count, self._finished(count), "inbound")
        for _ in range(self._rounded(count.contacts * UNFINISHED)):
            outcome = "abandoned" if count.channel == "web" else self.chance.choice(("referred", "signposted"))
            yield self._row(count, outcome, "inbound")
        if count.channel in ("phone", "email", "post"):
            for _ in range(self._rounded(count.contacts * OUTBOUND)):
                yield self._row(count, "completed", "outbound")

    def _rounded(self, exact: Fraction) -> int:
        return int(exact) + (self.chance.random() < float(exact - int(exact)))

    def _finished(self, count: Count) -> str:
        return "case_opened" if self._happens(self.case_share[count.service]) else "completed"

    def _happens(self, per_hundred: int) -> bool:
        return self.chance.random() * 100 < per_hundred

    def _row(self, count: Count, outcome: str, direction: str) -> Row:
        self.number += 1
        talk = count.channel in PEOPLE_TALK
        minutes = str(self.chance.randint(*MINUTES[count.channel])) if count.channel in MINUTES else ""
        return (
            f"{self.number:07}",
            f"{self._moment(count):%Y-%m-%d %H:%M}",
            count.channel,
            direction,
            "anonymous" if self._happens(PER_HUNDRED_ANONYMOUS) else "customer",
            self._nature(count),
            count.service,
            outcome,
            "yes" if count.channel == "web" and self._happens(PER_HUNDRED_ASSISTED) else "no",
            minutes,
            self.chance.choice(AVOIDABLE) if talk and self._happens(PER_HUNDRED_AVOIDABLE) else "",
            self.chance.choice(BARRIERS) if talk and self._happens(PER_HUNDRED_BARRIER) else "",
            self.chance.choices(self.names, self.homes)[0],
            WHERE.get(count.channel, ""),
        )

    def _moment(self, count: Count) -> datetime:
        """Return a time: office hours on staffed channels; also nights and weekends on the website."""
        if count.channel == "web":
            days = self.days[count.quarter]
            day = days[0] + timedelta(days=self.chance.randrange((days[-1] - days[0]).days + 1))
            return datetime.combine(day, time(self.chance.choices(range(24), _BY_HOUR)[0], self.chance.randrange(60)))
        day = self.chance.choice(self.days[count.quarter])
        return datetime.combine(day, time(self.chance.randint(9, 16), self.chance.randrange(60)))

    def _nature(self, count: Count) -> str:
        if count.service == "complaint":
            return "complaint"
        if count.service == "general-enquiry":
            return "enquiry"
        if count.service.endswith("-payment"):
            return "payment"
        if count.channel != "web" and self._happens(30):
            return "progress_chasing" if self._happens(40) else "enquiry"
        reports = ("missed-bin", "fly-tipping", "dog-fouling", "street-cleaning", "noise")
        return "problem_report" if count.service in reports else "transaction"


_BY_HOUR = (2, 1, 1, 1, 1, 2, 6, 14, 22, 28, 30, 29, 28, 25, 24, 24, 25, 27, 31, 36, 38, 30, 16, 6)
assert len(_BY_HOUR) == 24 and QUARTERS == 8  # noqa: S101 - tables that must agree


def _working_days(period: Period) -> list[date]:
    """Return Mondays to Fridays, including bank holidays: the demonstration makes no claim about them."""
    days = (period.start + timedelta(days=n) for n in range((period.end - period.start).days))
    return [day for day in days if day.weekday() < 5]
