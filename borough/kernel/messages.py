"""A sentence that remembers how it was made, so that it can be said in another language when it is shown."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

_GAP = re.compile(r"\{(\w+)\}")


class Message(str):
    """A filled-in English sentence, with the template and what fills it. Everywhere else it is plain text."""

    template: str
    gaps: Mapping[str, Any]

    def __new__(cls, template: str, gaps: Mapping[str, Any] | None = None) -> "Message":
        """Fill the template in English."""
        message = super().__new__(cls, fill(template, gaps or {}))
        message.template, message.gaps = template, dict(gaps or {})
        return message


def msg(template: str, /, **gaps: Any) -> Message:
    """A sentence to be shown, with gaps like {day}. A translator finds it by this word, so write the template out."""
    return Message(template, gaps)


def fill(template: str, gaps: Mapping[str, Any]) -> str:
    """The sentence with its gaps filled; one that begins with a gap begins with a capital letter."""
    text = _GAP.sub(lambda gap: str(gaps.get(gap[1], gap[0])), template)  # once: what fills a gap is not looked into
    return text[:1].upper() + text[1:] if template.startswith("{") else text


def join_messages(parts: Iterable[str], by: str = " ") -> Message:
    """Sentences one after another, each still to be said in another language."""
    gaps = {f"part{number}": part for number, part in enumerate(parts)}
    return Message(by.join(f"{{{name}}}" for name in gaps), gaps)


MONTHS = (
    msg("January"), msg("February"), msg("March"), msg("April"), msg("May"), msg("June"), msg("July"), msg("August"),
    msg("September"), msg("October"), msg("November"), msg("December"),
)  # fmt: skip


def format_day(day: date) -> Message:
    """As people write it: 27 March 2026."""
    return msg("{day} {month} {year}", day=day.day, month=MONTHS[day.month - 1], year=day.year)


WEEKDAYS = (
    msg("Monday"), msg("Tuesday"), msg("Wednesday"), msg("Thursday"), msg("Friday"), msg("Saturday"), msg("Sunday"),
)  # fmt: skip


def format_weekday(day: date) -> Message:
    """With its day of the week, where somebody is to be at home or to choose: Friday 27 March 2026."""
    return msg("{weekday} {day}", weekday=WEEKDAYS[day.weekday()], day=format_day(day))


def format_clock(at: time) -> Message:
    """A time of day as GOV.UK writes it: 9am, 2:05pm, midday, midnight."""
    if (at.hour % 12, at.minute) == (0, 0):
        return msg("midday") if at.hour else msg("midnight")
    clock = f"{at.hour % 12 or 12}:{at.minute:02}" if at.minute else f"{at.hour % 12 or 12}"
    return msg("{clock}pm", clock=clock) if at.hour >= 12 else msg("{clock}am", clock=clock)


StoredMessage = str | dict[str, Any]
"""A sentence as JSON keeps it: text, or {"say": template, "gaps": {name: sentence or number}}."""


def to_stored(text: str) -> StoredMessage:
    """A sentence to be kept, with how it was made."""
    if not isinstance(text, Message) or not text.gaps:
        return str(text)
    gaps = {name: to_stored(value) if isinstance(value, str) else value for name, value in text.gaps.items()}
    return {"say": text.template, "gaps": gaps}


def from_stored(stored: StoredMessage) -> str:
    """The sentence that was kept."""
    if not isinstance(stored, dict):
        return stored
    gaps = {name: from_stored(value) if isinstance(value, dict) else value for name, value in stored["gaps"].items()}
    return Message(stored["say"], gaps)
