"""Times of day in common notations: 9:30am, 9.30 am, 0930, 21:30, midday."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Any, ClassVar

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds.base import Kind, QuestionInfo, Stored, left_empty
from borough.kernel.messages import format_clock

_NAMED = {"midday": "12:00", "noon": "12:00", "midnight": "00:00"}
_WRITTEN = re.compile(r"(\d{1,2}?)(?:[:.]?(\d{2}))?\s*(?:([ap])\.?\s?m?\.?)?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Time(Kind):
    """A time of day, to the minute."""

    width: ClassVar[str] = "5"

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the time as HH:MM in the 24-hour clock."""
        text = " ".join(str(raw or "").split()).lower()
        if not text:
            return left_empty(info)
        time_text = _NAMED.get(text) or _read(text)
        if time_text is None:
            raise InvalidAnswer("{called} must be a time of day, like 9:30am", called=info.called)
        return time_text

    def value(self, stored: Stored) -> Any:
        """Return a time."""
        return time.fromisoformat(stored)

    def form_value(self, stored: Stored) -> Any:
        """Return the displayed form."""
        return str(self.lines(stored)[0]) if stored else ""

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return a form such as 9:30am, without zero minutes."""
        return (format_clock(time.fromisoformat(stored)),)

    def schema(self) -> dict[str, Any]:
        """Return a schema of an HH:MM string."""
        return {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}


def _read(text: str) -> str | None:
    """Return HH:MM for a time in digits; None if it is not a time or could be either am or pm."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    hours, minutes, half = int(match.group(1)), match.group(2), match.group(3)
    if half is None and minutes is None:
        return None
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "p" else 0)
    if hours > 23 or int(minutes or 0) > 59:
        return None
    return f"{hours:02}:{int(minutes or 0):02}"
