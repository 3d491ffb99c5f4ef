"""A sentence that remembers how it was made, so that it can be said in another language when it is shown."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

_GAP = re.compile(r"\{(\w+)\}")


class Said(str):
    """A filled-in English sentence, with the template and what fills it. Everywhere else it is plain text."""

    template: str
    gaps: Mapping[str, Any]

    def __new__(cls, template: str, gaps: Mapping[str, Any] | None = None) -> "Said":
        """Fill the template in English."""
        made = super().__new__(cls, fill(template, gaps or {}))
        made.template, made.gaps = template, dict(gaps or {})
        return made


def say(template: str, /, **gaps: Any) -> Said:
    """A sentence to be shown, with gaps like {day}. A translator finds it by this word, so write the template out."""
    return Said(template, gaps)


def fill(template: str, gaps: Mapping[str, Any]) -> str:
    """The sentence with its gaps filled; one that begins with a gap begins with a capital letter."""
    text = _GAP.sub(lambda gap: str(gaps.get(gap[1], gap[0])), template)  # once: what fills a gap is not looked into
    return text[:1].upper() + text[1:] if template.startswith("{") else text


def joined(parts: Iterable[str], by: str = " ") -> Said:
    """Sentences one after another, each still to be said in another language."""
    gaps = {f"part{number}": part for number, part in enumerate(parts)}
    return Said(by.join(f"{{{name}}}" for name in gaps), gaps)


MONTHS = (
    say("January"), say("February"), say("March"), say("April"), say("May"), say("June"), say("July"), say("August"),
    say("September"), say("October"), say("November"), say("December"),
)  # fmt: skip


def day_in_words(day: date) -> Said:
    """As people write it: 27 March 2026."""
    return say("{day} {month} {year}", day=day.day, month=MONTHS[day.month - 1], year=day.year)


WEEKDAYS = (
    say("Monday"), say("Tuesday"), say("Wednesday"), say("Thursday"), say("Friday"), say("Saturday"), say("Sunday"),
)  # fmt: skip


def weekday_in_words(day: date) -> Said:
    """With its day of the week, where somebody is to be at home or to choose: Friday 27 March 2026."""
    return say("{weekday} {day}", weekday=WEEKDAYS[day.weekday()], day=day_in_words(day))


def clock_in_words(at: time) -> Said:
    """A time of day as GOV.UK writes it: 9am, 2:05pm, midday, midnight."""
    if (at.hour % 12, at.minute) == (0, 0):
        return say("midday") if at.hour else say("midnight")
    clock = f"{at.hour % 12 or 12}:{at.minute:02}" if at.minute else f"{at.hour % 12 or 12}"
    return say("{clock}pm", clock=clock) if at.hour >= 12 else say("{clock}am", clock=clock)


Kept = str | dict[str, Any]
"""A sentence as JSON keeps it: text, or {"say": template, "gaps": {name: sentence or number}}."""


def kept(text: str) -> Kept:
    """A sentence to be kept, with how it was made."""
    if not isinstance(text, Said) or not text.gaps:
        return str(text)
    gaps = {name: kept(value) if isinstance(value, str) else value for name, value in text.gaps.items()}
    return {"say": text.template, "gaps": gaps}


def from_kept(told: Kept) -> str:
    """The sentence that was kept."""
    if not isinstance(told, dict):
        return told
    gaps = {name: from_kept(one) if isinstance(one, dict) else one for name, one in told["gaps"].items()}
    return Said(told["say"], gaps)
