"""British date, time and number formats for every page, in London time."""

import re
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from borough.kernel.messages import format_clock, format_day

LONDON = ZoneInfo("Europe/London")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def day(value: date) -> str:
    """Format a date: 5 January 2018. A time gives its date in London."""
    if isinstance(value, datetime):
        value = _in_london(value).date()
    return format_day(value)


def iso_day(text: str) -> str:
    """Format an ISO date text such as 2018-01-05; any other text is unchanged."""
    if _ISO_DAY.fullmatch(text):
        with suppress(ValueError):
            return day(date.fromisoformat(text))
    return text


def clock(value: datetime) -> str:
    """Format a London time in GOV.UK style."""
    return format_clock(_in_london(value).time())


def moment(value: datetime) -> str:
    """Format a date and time: 5 January 2018 at 2:05pm."""
    return f"{day(value)} at {clock(value)}"


def short_moment(value: datetime) -> str:
    """Format a date and time for dense tables: 5 Jan 2018 14:05."""
    local = _in_london(value)
    return f"{local.day} {local:%b %Y %H:%M}"


def number(value: float | Decimal, places: int = 0) -> str:
    """Format a number with thousands separators: 1,234,567."""
    return f"{value:,.{places}f}".replace("-", "−")


def pounds(pence: int) -> str:
    """Format integer pence: £1,234.50, and £1,234 without odd pence."""
    units, rest = divmod(abs(pence), 100)
    sign = "−" if pence < 0 else ""
    return f"{sign}£{units:,}" + (f".{rest:02d}" if rest else "")


def _in_london(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} has no time zone. Give pages moments that know theirs.")
    return value.astimezone(LONDON)
