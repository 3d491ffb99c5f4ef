"""Dates in three inputs and months in two; bounds may be relative to today."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds.base import Kind, Posted, QuestionInfo, Stored, left_empty
from borough.kernel.messages import MONTHS, format_day, msg

_LACKING = {
    ("day",): msg("day"),
    ("month",): msg("month"),
    ("year",): msg("year"),
    ("day", "month"): msg("day and month"),
    ("day", "year"): msg("day and year"),
    ("month", "year"): msg("month and year"),
}
_NAMED = {name[:n].lower(): at for at, name in enumerate(MONTHS, 1) for n in (3, 4, len(name))}


@dataclass(frozen=True)
class Day:
    """A day relative to today: `Day(-28)` is four weeks ago, `Day(0, years=-18)` is eighteen years ago today."""

    days: int = 0
    years: int = 0
    months: int = 0

    def on(self, today: date) -> date:
        """Return the date; the last day of the month if the month is too short."""
        months = (today.year + self.years) * 12 + today.month - 1 + self.months
        year, month = min(max(months // 12, 1), 9999), months % 12 + 1
        return date(year, month, min(today.day, monthrange(year, month)[1])) + timedelta(days=self.days)


Bound = date | Day


def day_of(bound: Bound, today: date) -> date:
    """Return the date of a bound."""
    return bound.on(today) if isinstance(bound, Day) else bound


def month_of(text: str) -> int | None:
    """Return the month number of a number or a name."""
    if text.isdecimal() and text.isascii() and len(text) <= 2:
        return int(text) if 1 <= int(text) <= 12 else None
    return _NAMED.get(text.lower().strip("."))


class _Parts(Kind):
    """Inputs for the parts of a date."""

    parts: ClassVar[tuple[str, ...]] = ("day", "month", "year")

    def gather(self, key: str, posted: Posted) -> Any:
        """Return the input values."""
        return {part: str(posted.get(f"{key}-{part}", "") or "").strip() for part in self.parts}

    def _read(self, raw: Any, info: QuestionInfo) -> dict[str, str] | None:
        if isinstance(raw, str):
            bits = raw.strip().split("-")
            raw = dict(zip(reversed(self.parts), bits, strict=False)) if raw.strip() else {}
        values = {part: str((raw or {}).get(part, "") or "").strip() for part in self.parts}
        missing = [part for part in self.parts if not values[part]]
        if len(missing) == len(self.parts):
            left_empty(info)
            return None
        if missing:
            raise InvalidAnswer(
                "{called} must include a {parts}", missing[0], called=info.called, parts=_LACKING[tuple(missing)]
            )
        return values

    def _year(self, text: str) -> int:
        if not re.fullmatch(r"\d{4}", text, re.ASCII):
            raise InvalidAnswer("Year must include 4 numbers", "year")
        return int(text)


@dataclass(frozen=True, kw_only=True)
class Date(_Parts):
    """A date. Errors are checked in the order missing, invalid, out of bounds."""

    component: ClassVar[str] = "date"
    first_part: ClassVar[str] = "day"
    earliest: Bound | None = None
    latest: Bound | None = None

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the date as YYYY-MM-DD."""
        values = self._read(raw, info)
        if values is None:
            return None
        year, month = self._year(values["year"]), month_of(values["month"])
        try:
            day = date(year, month or 0, int(values["day"]) if values["day"].isascii() else 0)
        except ValueError:
            raise InvalidAnswer("{called} must be a real date", "day", called=info.called) from None
        self._within(day, info)
        return day.isoformat()

    def _within(self, day: date, info: QuestionInfo) -> None:
        if self.earliest is not None and day < (first := day_of(self.earliest, info.today)):
            if first == info.today:
                raise InvalidAnswer("{called} must be today or in the future", "day", called=info.called)
            raise InvalidAnswer("{called} must be on or after {day}", "day", called=info.called, day=format_day(first))
        if self.latest is not None and day > (last := day_of(self.latest, info.today)):
            if last == info.today:
                raise InvalidAnswer("{called} must be today or in the past", "day", called=info.called)
            raise InvalidAnswer("{called} must be on or before {day}", "day", called=info.called, day=format_day(last))

    def value(self, stored: Stored) -> Any:
        """Return a date."""
        return date.fromisoformat(stored)

    def form_value(self, stored: Stored) -> Any:
        """Return the input values."""
        if not stored:
            return dict.fromkeys(self.parts, "")
        day = date.fromisoformat(stored)
        return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return the date in words."""
        return (format_day(date.fromisoformat(stored)),)

    def schema(self) -> dict[str, Any]:
        """Return a schema of a YYYY-MM-DD string."""
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, kw_only=True)
class MonthYear(_Parts):
    """A month of a year."""

    component: ClassVar[str] = "date"
    first_part: ClassVar[str] = "month"
    parts: ClassVar[tuple[str, ...]] = ("month", "year")

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the month as YYYY-MM."""
        values = self._read(raw, info)
        if values is None:
            return None
        year, month = self._year(values["year"]), month_of(values["month"])
        if month is None or year < 1:
            raise InvalidAnswer("{called} must be a real month", "month", called=info.called)
        return f"{year:04}-{month:02}"

    def value(self, stored: Stored) -> Any:
        """Return the first day of the month."""
        return date.fromisoformat(f"{stored}-01")

    def form_value(self, stored: Stored) -> Any:
        """Return the input values."""
        year, _, month = str(stored or "").partition("-")
        return {"month": str(int(month)) if month else "", "year": year}

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return the month in words."""
        day = self.value(stored)
        return (msg("{month} {year}", month=MONTHS[day.month - 1], year=day.year),)

    def schema(self) -> dict[str, Any]:
        """Return a schema of a YYYY-MM string."""
        return {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}
