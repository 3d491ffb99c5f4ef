"""Reading of log values: times by declared formats, minutes, and values by declared maps."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

_TOKENS = {
    "%Y": r"(?P<Y>\d{4})",
    "%y": r"(?P<y>\d{2})",
    "%m": r"(?P<m>\d{1,2})",
    "%d": r"(?P<d>\d{1,2})",
    "%H": r"(?P<H>\d{1,2})",
    "%I": r"(?P<I>\d{1,2})",
    "%M": r"(?P<M>\d{2})",
    "%S": r"(?P<S>\d{2})",
    "%f": r"\d{1,9}",
    "%p": r"(?P<p>[AaPp])\.?[Mm]\.?",
    "%b": r"(?P<b>[A-Za-z]{3})[a-z]*",
    "%z": r"(?P<z>Z|[+-]\d{2}:?\d{2})",
    "%%": "%",
}
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905
LONG_CENTURY = 69  # POSIX strptime rule for two-digit years: 69 is 1969, 68 is 2068


class UnknownFormat(ValueError):
    """A layout names an unknown time format; the message lists the known ones."""


def pattern_of(fmt: str) -> re.Pattern[str]:
    """Return the pattern of a strftime time format, always with groups for minutes and seconds."""
    pieces = re.split(r"(%.)", fmt)
    if unknown := [p for p in pieces if p.startswith("%") and p not in _TOKENS]:
        raise UnknownFormat(f"“{fmt}” has {', '.join(unknown)}. Known are {' '.join(_TOKENS)}.")
    if not {"%d", "%m"} <= {p.replace("%b", "%m") for p in pieces} or not {"%Y", "%y"} & set(pieces):
        raise UnknownFormat(f"“{fmt}” must have a day, a month and a year, such as %d/%m/%Y.")
    nothing = "".join(f"(?P<{name}>)" for name in "MS" if f"%{name}" not in pieces)
    return re.compile("".join(_TOKENS.get(p) or re.escape(p) for p in pieces) + nothing)


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


def _month(parts: dict[str, str]) -> int:
    return _MONTHS[parts["b"].lower()] if "b" in parts else int(parts["m"])


class Moment(NamedTuple):
    """A parsed time: the UTC time, its text for the ledger, and the local day."""

    at: datetime
    text: str
    day: str


@dataclass(frozen=True, slots=True)
class _Hour:
    """A cached hour of the log: its start in UTC, its text up to the minutes, the day and the zone's text."""

    start: datetime
    text: str
    day: str
    zone: str


class Clock:
    """Parses a log's times by declared formats in a time zone.

    A format with %z has its own offset; any other is local time in the zone. A local time skipped in spring is
    read as if it existed; an ambiguous one in autumn is the first. Values common to an hour are computed once an
    hour of the log, not once a row, for speed.
    """

    def __init__(self, formats: tuple[str, ...], zone: ZoneInfo) -> None:
        """Set the formats in the order they are tried. Raises UnknownFormat."""
        self._zone = zone
        patterns = [pattern_of(fmt) for fmt in formats]
        self._formats = [
            (i, p, ("M", "S", *(n for n in p.groupindex if n not in "MS"))) for i, p in enumerate(patterns)
        ]
        self._hours: dict[tuple[object, ...], _Hour | None] = {}

    def read(self, text: str) -> Moment | None:
        """Parse a text by the first matching format; None if none matches."""
        for number, pattern, names in self._formats:
            if (match := pattern.fullmatch(text)) is None:
                continue
            minute, second, *rest = match.group(*names)
            key = (number, *rest)
            hour = self._hours[key] if key in self._hours else self._work_out(key, match)
            past = _PAST_HOUR.get((minute, second))
            if hour is not None and past is not None:
                return Moment(hour.start + past, f"{hour.text}:{minute or '00'}:{second or '00'}{hour.zone}", hour.day)
        return None

    def _work_out(self, key: tuple[object, ...], match: re.Match[str]) -> _Hour | None:
        parts = {k: v for k, v in match.groupdict().items() if v is not None}
        try:
            local = datetime(
                _year(parts), _month(parts), int(parts["d"]), _hour(parts), tzinfo=_own_zone(parts) or self._zone
            )
        except (ValueError, KeyError):
            hour = None
        else:
            offset = local.utcoffset() or timedelta()
            hour = (
                _Hour(
                    local.astimezone(UTC),
                    f"{local:%Y-%m-%d %H}",
                    local.astimezone(self._zone).date().isoformat(),
                    f"{local:%z}"[:5],
                )
                if offset % timedelta(minutes=1) == timedelta()
                else None
            )
        if len(self._hours) > MOST_HOURS:
            self._hours.clear()
        self._hours[key] = hour
        return hour


def _own_zone(parts: dict[str, str]) -> tzinfo | None:
    if "z" not in parts:
        return None
    return datetime.strptime(parts["z"].replace("Z", "+0000"), "%z").tzinfo


_SIXTY = [f"{n:02}" for n in range(60)]
_PAST_HOUR = {(m, s): timedelta(minutes=int(m or 0), seconds=int(s or 0)) for m in (*_SIXTY, "") for s in (*_SIXTY, "")}
MOST_HOURS = 100_000


def slug(text: str) -> str:
    """Return a key from a name: lower case and hyphens only; the same name always gives the same key."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80].rstrip("-")
