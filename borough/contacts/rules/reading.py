"""How the texts of a log are read: times by declared formats, minutes, and words by declared maps."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_TOKENS = {
    "%Y": r"(?P<Y>\d{4})", "%y": r"(?P<y>\d{2})", "%m": r"(?P<m>\d{1,2})", "%d": r"(?P<d>\d{1,2})",
    "%H": r"(?P<H>\d{1,2})", "%I": r"(?P<I>\d{1,2})", "%M": r"(?P<M>\d{2})", "%S": r"(?P<S>\d{2})",
    "%f": r"\d{1,9}", "%p": r"(?P<p>[AaPp])\.?[Mm]\.?", "%b": r"(?P<b>[A-Za-z]{3})[a-z]*", "%z": r"(?P<z>Z|[+-]\d{2}:?\d{2})",
    "%%": "%",
}  # fmt: skip
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
LONG_CENTURY = 69  # as POSIX strptime reads a year of two digits: 69 is 1969, 68 is 2068


class UnknownFormat(ValueError):
    """A layout names a time format we do not know; the message lists those we do."""


def pattern_of(fmt: str) -> re.Pattern[str]:
    """The pattern of a time format written in strftime's letters."""
    pieces = re.split(r"(%.)", fmt)
    if unknown := [p for p in pieces if p.startswith("%") and p not in _TOKENS]:
        raise UnknownFormat(f"“{fmt}” has {', '.join(unknown)}. Known are {' '.join(_TOKENS)}.")
    return re.compile("".join(_TOKENS.get(p) or re.escape(p) for p in pieces))


def _year(parts: dict[str, str]) -> int:
    if "Y" in parts:
        return int(parts["Y"])
    short = int(parts["y"])
    return short + (1900 if short >= LONG_CENTURY else 2000)


def _hour(parts: dict[str, str]) -> int:
    if "I" not in parts:
        return int(parts.get("H") or 0)
    hour = int(parts["I"])
    if not 1 <= hour <= 12:
        raise ValueError("hour must be 1 to 12")
    return hour % 12 + (12 if parts["p"].lower() == "p" else 0)


def read_time(text: str, patterns: tuple[re.Pattern[str], ...]) -> datetime | None:
    """The time a text says by the first format that fits it; None when none does. Without a zone unless it says one."""
    for pattern in patterns:
        if (match := pattern.fullmatch(text)) is None:
            continue
        parts = {k: v for k, v in match.groupdict().items() if v is not None}
        try:
            month = _MONTHS[parts["b"].lower()] if "b" in parts else int(parts["m"])
            time = datetime(  # noqa: DTZ001 - the layout's zone is put on by Clock
                _year(parts), month, int(parts["d"]), _hour(parts), int(parts.get("M") or 0), int(parts.get("S") or 0)
            )
        except (ValueError, KeyError):
            continue
        return time.replace(tzinfo=_offset(parts["z"])) if "z" in parts else time
    return None


def _offset(text: str) -> ZoneInfo | None:
    stamp = datetime.fromisoformat(f"2000-01-01T00:00:00{'+00:00' if text == 'Z' else text}")
    return stamp.tzinfo  # type: ignore[return-value]


def reader(formats: tuple[str, ...], zone: ZoneInfo) -> Callable[[str], tuple[datetime, date] | None]:
    """A function from a text to the moment in UTC and the day where it happened; None when it is no time.

    A format with %z is believed; any other is a time on the clocks of the zone. A time the clocks skip in spring is
    read as though they had not; one they show twice in autumn is the first. Fast: a zone's offset is worked out once
    an hour of the log, not once a row.
    """
    patterns = tuple(pattern_of(fmt) for fmt in formats)
    offsets: dict[datetime, timedelta] = {}

    def read(text: str) -> tuple[datetime, date] | None:
        local = read_time(text, patterns)
        if local is None:
            return None
        if local.tzinfo is not None:
            return local.astimezone(UTC), local.astimezone(zone).date()
        hour = local.replace(minute=0, second=0)
        offset = offsets.get(hour)
        if offset is None:
            offset = offsets[hour] = hour.replace(tzinfo=zone).utcoffset() or timedelta()
        return (local - offset).replace(tzinfo=UTC), local.date()

    return read


def slug(text: str) -> str:
    """A key made from a name: lower case, hyphens, nothing else; the same name always gives the same key."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80].rstrip("-")
