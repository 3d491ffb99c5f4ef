"""Messages that keep their template and values, so that they can be translated when displayed."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

_GAP = re.compile(r"\{(\w+)\}")


class Message(str):
    """A formatted English message with its template and values. Otherwise it behaves as plain text."""

    template: str
    gaps: Mapping[str, Any]

    def __new__(cls, template: str, gaps: Mapping[str, Any] | None = None) -> "Message":
        """Format the template in English."""
        message = super().__new__(cls, fill(template, gaps or {}))
        message.template, message.gaps = template, dict(gaps or {})
        return message


def msg(template: str, /, **gaps: Any) -> Message:
    """Return a displayable message with placeholders like {day}. Extraction needs a literal template."""
    return Message(template, gaps)


def fill(template: str, gaps: Mapping[str, Any]) -> str:
    """Fill the placeholders; a message that begins with a placeholder is capitalised."""
    text = _GAP.sub(lambda gap: str(gaps.get(gap[1], gap[0])), template)  # single pass: values are not expanded again
    return text[:1].upper() + text[1:] if template.startswith("{") else text


def join_messages(parts: Iterable[str], by: str = " ") -> Message:
    """Join messages, each of which remains translatable."""
    gaps = {f"part{number}": part for number, part in enumerate(parts)}
    return Message(by.join(f"{{{name}}}" for name in gaps), gaps)


MONTHS = (
    msg("January"),
    msg("February"),
    msg("March"),
    msg("April"),
    msg("May"),
    msg("June"),
    msg("July"),
    msg("August"),
    msg("September"),
    msg("October"),
    msg("November"),
    msg("December"),
)


def format_day(day: date) -> Message:
    """Format a date: 27 March 2026."""
    return msg("{day} {month} {year}", day=day.day, month=MONTHS[day.month - 1], year=day.year)


WEEKDAYS = (
    msg("Monday"),
    msg("Tuesday"),
    msg("Wednesday"),
    msg("Thursday"),
    msg("Friday"),
    msg("Saturday"),
    msg("Sunday"),
)


def format_weekday(day: date) -> Message:
    """Format a date with its weekday, for appointments and choices: Friday 27 March 2026."""
    return msg("{weekday} {day}", weekday=WEEKDAYS[day.weekday()], day=format_day(day))


def format_clock(at: time) -> Message:
    """Format a time in GOV.UK style: 9am, 2:05pm, midday, midnight."""
    if (at.hour % 12, at.minute) == (0, 0):
        return msg("midday") if at.hour else msg("midnight")
    clock = f"{at.hour % 12 or 12}:{at.minute:02}" if at.minute else f"{at.hour % 12 or 12}"
    return msg("{clock}pm", clock=clock) if at.hour >= 12 else msg("{clock}am", clock=clock)


StoredMessage = str | dict[str, Any]
"""A message as JSON: text, or {"template": template, "gaps": {name: sentence or number}}."""


def to_stored(text: str) -> StoredMessage:
    """Return a message in stored form, with its template and values."""
    if not isinstance(text, Message) or not text.gaps:
        return str(text)
    gaps = {name: to_stored(value) if isinstance(value, str) else value for name, value in text.gaps.items()}
    return {"template": text.template, "gaps": gaps}


def from_stored(stored: StoredMessage) -> str:
    """Return the message from its stored form."""
    if not isinstance(stored, dict):
        return stored
    gaps = {name: from_stored(value) if isinstance(value, dict) else value for name, value in stored["gaps"].items()}
    return Message(stored["template"], gaps)
